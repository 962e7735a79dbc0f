#include <cmath>

#include "keras_like/builtin.h"

namespace hb::keras_like {
namespace {

struct Fans {
  double in = 1, out = 1;
};

// What a distribution that is scaled by the fans is made of.
struct Scaling {
  double scale;
  std::string mode, distribution;
  Dims input_axes, output_axes;  // empty for the usual ones
};

double Product(const Dims& dims, const Dims& axes) {
  double product = 1;
  const int64_t rank = static_cast<int64_t>(dims.size());
  for (int64_t axis : axes) {
    if (axis < 0) axis += rank;
    if (axis >= 0 && axis < rank) product *= static_cast<double>(dims[axis]);
  }
  return product;
}

Fans FansOf(const Dims& dims, const Scaling& scaling) {
  if (!scaling.input_axes.empty() && !scaling.output_axes.empty()) {
    return {Product(dims, scaling.input_axes), Product(dims, scaling.output_axes)};
  }
  if (dims.empty()) return {};
  if (dims.size() == 1) return {static_cast<double>(dims[0]), static_cast<double>(dims[0])};
  double field = 1;
  for (size_t i = 0; i + 2 < dims.size(); ++i) field *= static_cast<double>(dims[i]);
  return {static_cast<double>(dims[dims.size() - 2]) * field,
          static_cast<double>(dims.back()) * field};
}

void FillScaled(Random& random, const Dims& dims, std::span<double> values,
                const Scaling& scaling) {
  const Fans fans = FansOf(dims, scaling);
  const std::string& mode = scaling.mode;
  const std::string& distribution = scaling.distribution;
  double fan = mode == "fan_in" ? fans.in : mode == "fan_out" ? fans.out : (fans.in + fans.out) / 2;
  const double variance = scaling.scale / std::max(1.0, fan);
  // The standard deviation of a normal distribution that is cut at two of them.
  constexpr double kTruncated = 0.87962566103423978;
  for (double& value : values) {
    if (distribution == "uniform") {
      const double limit = std::sqrt(3 * variance);
      value = -limit + 2 * limit * random.Uniform();
    } else if (distribution == "untruncated_normal") {
      value = std::sqrt(variance) * random.Normal();
    } else {
      value = std::sqrt(variance) / kTruncated * random.TruncatedNormal();
    }
  }
}

// Fills a matrix of rows x columns, rows >= columns, with orthonormal columns: Gram-Schmidt, twice.
void Orthonormal(Random& random, int64_t rows, int64_t columns, std::vector<double>* matrix) {
  std::vector<double>& q = *matrix;  // q[column * rows + row]
  for (double& value : q) value = random.Normal();
  for (int64_t j = 0; j < columns; ++j) {
    double* v = &q[j * rows];
    for (int pass = 0; pass < 2; ++pass) {
      for (int64_t k = 0; k < j; ++k) {
        const double* u = &q[k * rows];
        double dot = 0;
        for (int64_t i = 0; i < rows; ++i) dot += u[i] * v[i];
        for (int64_t i = 0; i < rows; ++i) v[i] -= dot * u[i];
      }
    }
    double norm = 0;
    for (int64_t i = 0; i < rows; ++i) norm += v[i] * v[i];
    norm = std::sqrt(norm);
    for (int64_t i = 0; i < rows; ++i) v[i] /= norm;
  }
}

void FillOrthogonal(Random& random, const Dims& dims, std::span<double> values, double gain) {
  const int64_t columns = dims.empty() ? 1 : dims.back();
  const int64_t rows = columns == 0 ? 0 : static_cast<int64_t>(values.size()) / columns;
  const int64_t longer = std::max(rows, columns), shorter = std::min(rows, columns);
  std::vector<double> q(values.size());
  Orthonormal(random, longer, shorter, &q);
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j) {
      values[i * columns + j] = gain * (rows >= columns ? q[j * rows + i] : q[i * columns + j]);
    }
  }
}

Param Seed() { return Int("seed", nullptr, "Seed; null draws one from the global generator."); }

void AddInitializer(Registry& registry, const char* name, const char* doc,
                    std::vector<Param> params, std::function<Fill(const Json&)> make,
                    std::vector<std::string> aliases = {}) {
  registry.Add({.kind = ObjectKind::kInitializer,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .aliases = std::move(aliases),
                .make = [make](const Json& config) { return std::any(make(config)); }});
}

Param InputAxes() {
  return Ints("input_axes", 0, nullptr, "Axes of the inputs; null for all but the last.");
}
Param OutputAxes() {
  return Ints("output_axes", 0, nullptr, "Axes of the outputs; null for the last and the window.");
}

Dims AxesOf(const Json& json) {
  Dims axes;
  for (const Json& item : json.items()) axes.push_back(item.AsInt());
  if (json.is_int()) axes.push_back(json.AsInt());
  return axes;
}

Fill Scaled(const Json& config, double scale, const std::string& mode,
            const std::string& distribution) {
  const Scaling scaling{scale, mode, distribution, AxesOf(config["input_axes"]),
                        AxesOf(config["output_axes"])};
  return [scaling](Random& random, const Dims& dims, std::span<double> values) {
    FillScaled(random, dims, values, scaling);
  };
}

void AddScaled(Registry& registry, const char* name, const char* doc, double scale,
               const char* mode, const char* distribution) {
  AddInitializer(registry, name, doc, {Seed(), InputAxes(), OutputAxes()},
                 [=](const Json& config) { return Scaled(config, scale, mode, distribution); });
}

Fill Each(std::function<double(Random&)> draw) {
  return [draw](Random& random, const Dims&, std::span<double> values) {
    for (double& value : values) value = draw(random);
  };
}

void AddConstants(Registry& r) {
  AddInitializer(r, "Zeros", "All 0.", {},
                 [](const Json&) { return Each([](Random&) { return 0.0; }); });
  AddInitializer(r, "Ones", "All 1.", {},
                 [](const Json&) { return Each([](Random&) { return 1.0; }); });
  AddInitializer(r, "Constant", "All the same value.", {Real("value", 0.0, "The value.")},
                 [](const Json& config) {
                   return Each([value = config["value"].AsReal()](Random&) { return value; });
                 });
  AddInitializer(r, "Identity", "A multiple of the identity matrix.",
                 {Real("gain", 1.0, "Value on the diagonal.")},
                 [](const Json& config) -> Fill {
                   const double gain = config["gain"].AsReal();
                   return [gain](Random&, const Dims& dims, std::span<double> values) {
                     const int64_t columns = dims.size() == 2 ? dims[1] : 1;
                     for (size_t i = 0; i < values.size(); ++i) {
                       const int64_t at = static_cast<int64_t>(i);
                       values[i] = at / columns == at % columns ? gain : 0;
                     }
                   };
                 },
                 {"IdentityInitializer", "eye"});
}

}  // namespace

void AddInitializers(Registry& r) {
  AddConstants(r);
  AddInitializer(r, "RandomNormal", "A normal distribution.",
                 {Real("mean", 0.0, "Mean."), Real("stddev", 0.05, "Standard deviation."), Seed()},
                 [](const Json& config) {
                   const double mean = config["mean"].AsReal(), dev = config["stddev"].AsReal();
                   return Each([=](Random& random) { return mean + dev * random.Normal(); });
                 },
                 {"normal"});
  AddInitializer(
      r, "TruncatedNormal", "A normal distribution cut at two standard deviations.",
      {Real("mean", 0.0, "Mean."), Real("stddev", 0.05, "Standard deviation."), Seed()},
      [](const Json& config) {
        const double mean = config["mean"].AsReal(), dev = config["stddev"].AsReal();
        return Each([=](Random& random) { return mean + dev * random.TruncatedNormal(); });
      });
  AddInitializer(
      r, "RandomUniform", "A uniform distribution.",
      {Real("minval", -0.05, "Lower bound."), Real("maxval", 0.05, "Upper bound."), Seed()},
      [](const Json& config) {
        const double low = config["minval"].AsReal(), high = config["maxval"].AsReal();
        return Each([=](Random& random) { return low + (high - low) * random.Uniform(); });
      },
      {"uniform"});
  AddInitializer(r, "VarianceScaling", "A distribution whose variance is scale / fan.",
                 {Real("scale", 1.0, "Factor of the variance.").Min(0),
                  Choice("mode", "fan_in", {"fan_in", "fan_out", "fan_avg"}, "Which fan divides."),
                  Choice("distribution", "truncated_normal",
                         {"truncated_normal", "untruncated_normal", "uniform"}, "Its form."),
                  Seed(), InputAxes(), OutputAxes()},
                 [](const Json& config) {
                   return Scaled(config, config["scale"].AsReal(), config["mode"].AsString(),
                                 config["distribution"].AsString());
                 });
  AddScaled(r, "GlorotUniform", "Uniform with variance 2 / (fan_in + fan_out).", 1, "fan_avg",
            "uniform");
  AddScaled(r, "GlorotNormal", "Cut normal with variance 2 / (fan_in + fan_out).", 1, "fan_avg",
            "truncated_normal");
  AddScaled(r, "HeUniform", "Uniform with variance 2 / fan_in.", 2, "fan_in", "uniform");
  AddScaled(r, "HeNormal", "Cut normal with variance 2 / fan_in.", 2, "fan_in", "truncated_normal");
  AddScaled(r, "LecunUniform", "Uniform with variance 1 / fan_in.", 1, "fan_in", "uniform");
  AddScaled(r, "LecunNormal", "Cut normal with variance 1 / fan_in.", 1, "fan_in",
            "truncated_normal");
  AddInitializer(r, "Orthogonal", "A random matrix with orthonormal rows or columns.",
                 {Real("gain", 1.0, "Factor of the matrix."), Seed()},
                 [](const Json& config) -> Fill {
                   const double gain = config["gain"].AsReal();
                   return [gain](Random& random, const Dims& dims, std::span<double> values) {
                     FillOrthogonal(random, dims, values, gain);
                   };
                 },
                 {"OrthogonalInitializer"});
}

}  // namespace hb::keras_like
