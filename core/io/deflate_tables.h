// Constants of the deflate format.
#ifndef HORNBEAM_CORE_IO_DEFLATE_TABLES_H_
#define HORNBEAM_CORE_IO_DEFLATE_TABLES_H_

#include <cstdint>
#include <string_view>

namespace hb::deflate {

inline constexpr size_t kWindow = 32768;
inline constexpr uint32_t kEndOfBlock = 256;

// Lengths of symbols 257 to 285, distances of symbols 0 to 29: base and number of further bits.
struct Range {
  uint16_t base;
  uint8_t bits;
};
inline constexpr Range kLengths[29] = {
    {3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
    {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
    {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}};
inline constexpr Range kDistances[30] = {
    {1, 0},     {2, 0},     {3, 0},     {4, 0},      {5, 1},      {7, 1},
    {9, 2},     {13, 2},    {17, 3},    {25, 3},     {33, 4},     {49, 4},
    {65, 5},    {97, 5},    {129, 6},   {193, 6},    {257, 7},    {385, 7},
    {513, 8},   {769, 8},   {1025, 9},  {1537, 9},   {2049, 10},  {3073, 10},
    {4097, 11}, {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13}};

// Adler-32 of A followed by B, given that of A (1 for nothing).
uint32_t AdlerExtend(uint32_t adler, std::string_view bytes);

}  // namespace hb::deflate

#endif  // HORNBEAM_CORE_IO_DEFLATE_TABLES_H_
