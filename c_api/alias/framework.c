// Clients of TensorFlow link a second library; all functions are in the first one.
extern const char hornbeam_tensorflow_framework[];
__attribute__((visibility("default"))) const char hornbeam_tensorflow_framework[] = "2.21.0";
