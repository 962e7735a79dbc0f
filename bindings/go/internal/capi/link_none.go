//go:build !hornbeam_dev && !hornbeam_system && !(linux && amd64)

package capi

// There is no module with the library for this platform.
var _ = hornbeam_has_no_library_for_this_platform__install_one_and_build_with_tag_hornbeam_system
