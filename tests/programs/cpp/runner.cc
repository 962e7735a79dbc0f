// Runs programs of tests/programs/list on Hornbeam's C++ interface.
//
// usage: runner PROGRAMS DATA
//
// README.md says what the lines of a program mean.

#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "hornbeam/cpp/keras.h"
#include "own.h"
#include "words.h"

namespace {

namespace keras = hb::keras;
using words::Options;
using words::Shown;
using words::Split;
using words::Words;

bool IsInt(const std::string& word) {
  return word.find_first_not_of("-0123456789") == std::string::npos;
}

bool IsNumbers(const std::string& word) {
  return word.find_first_not_of("-0123456789.,e") == std::string::npos &&
         word.find_first_of("0123456789") != std::string::npos;
}

// One run of a program.
class Program {
 public:
  Program(const Words& lines, std::string data) : lines_(lines), data_(std::move(data)) {}

  std::string Run() {
    for (const std::string& line : lines_) {
      ++number_;
      Words w = Split(line, ' ');
      const std::string wanted = w[0] == "fails" || w[0] == "refuses" ? w[0] : "";
      if (!wanted.empty()) w.erase(w.begin(), w.begin() + 2);
      try {
        Step(w);
        if (!wanted.empty()) Say("is fine");
      } catch (const hb::Error& error) {
        Say(std::string("error ") + words::kCodes[error.code()] +
            (wanted == "refuses" ? "" : " " + words::Quoted(error.what())));
        if (wanted.empty()) break;
      }
    }
    return out_;
  }

 private:
  void Say(const std::string& text) { out_ += std::to_string(number_) + ": " + text + "\n"; }

  void Step(const Words& line) {
    if (line[0] == "repeat") {
      for (int i = 0; i < std::stoi(line[1]); ++i) Step(Words(line.begin() + 2, line.end()));
      return;
    }
    Words w;
    Options o;
    for (size_t i = 1; i < line.size(); ++i) {
      const size_t equals = line[i].find('=');
      if (equals == std::string::npos) {
        w.push_back(line[i]);
      } else {
        o.emplace_back(line[i].substr(0, equals), line[i].substr(equals + 1));
      }
    }
    const auto found = kSteps.find(line[0]);
    if (found == kSteps.end()) {
      std::fprintf(stderr, "there is no '%s'\n", line[0].c_str());
      std::exit(2);
    }
    (this->*found->second)(w, o);
  }

  // Parameters of a class.
  keras::Config Config(const Options& options) const {
    keras::Config config;
    for (const auto& [name, word] : options) Add(&config, name.c_str(), word);
    return config;
  }

  void Add(keras::Config* config, const char* name, const std::string& word) const {
    if (word[0] == '@') {
      const std::vector<keras::Object> objects = Parts(word.substr(1));
      if (objects.size() == 1) return config->Add(name, objects[0]);
      return config->Add(name, objects);
    }
    if (word == "true" || word == "false") return config->Add(name, word == "true");
    if (!IsNumbers(word)) return config->Add(name, words::Text(word));
    if (word.find(',') != std::string::npos) return config->Add(name, words::Shape(word));
    if (IsInt(word)) return config->Add(name, static_cast<int64_t>(std::stoll(word)));
    config->Add(name, std::stod(word));
  }

  std::vector<keras::Object> Parts(const std::string& names) const {
    std::vector<keras::Object> found;
    for (const std::string& name : Split(names, ',')) found.push_back(parts_.at(name));
    return found;
  }

  template <class Kind>
  std::vector<Kind> PartsOf(const std::string& names) const {
    std::vector<Kind> found;
    for (const keras::Object& object : Parts(names.empty() ? names : names.substr(1))) {
      Kind kind(object.class_name, object.config);
      kind.has_config = object.has_config;
      kind.attach = object.attach;
      found.push_back(kind);
    }
    return found;
  }

  keras::Tensors Data(const Options& options, const std::string& name) const {
    return TensorsOf(Split(words::Get(options, name), ','));
  }

  keras::Tensors TensorsOf(const Words& names) const {
    std::vector<const hb::Tensor*> found;
    for (const std::string& name : names) found.push_back(&tensors_.at(name));
    return keras::Tensors(found);
  }

  // Tensors and graphs

  void MakeTensor(const Words& w, const Options&) {
    tensors_[w[0]] = words::MakeTensor(Words(w.begin() + 1, w.end()), data_);
  }
  void Show(const Words& w, const Options&) { Say(Shown(tensors_.at(w[0]))); }
  void NewGraph(const Words&, const Options&) { scope_ = hb::Scope(hb::Graph()); }
  void Const(const Words& w, const Options&) {
    operations_[w[0]] = hb::Const(scope_, tensors_.at(w[1])).operation();
  }

  hb::Output Find(const std::string& word) const {
    const size_t colon = word.find(':');
    if (const auto found = derived_.find(word); found != derived_.end()) return found->second;
    const int index = colon == std::string::npos ? 0 : std::stoi(word.substr(colon + 1));
    return hb::Output(scope_, operations_.at(word.substr(0, colon)), index);
  }

  hb::OutputList FindAll(const std::string& list) const {
    hb::OutputList found;
    if (list == "-") return found;
    for (const std::string& word : Split(list, ',')) found.push_back(Find(word));
    return found;
  }

  void Op(const Words& w, const Options& o) {
    // An error stays in a scope, so that each operation has its own.
    const hb::Scope scope(scope_.graph());
    hb::OpBuilder builder(scope, w[1].c_str());
    for (size_t i = 2; i < w.size(); ++i) {
      if (w[i][0] == '[') {
        builder.In(FindAll(w[i].substr(1, w[i].size() - 2)));
      } else {
        builder.In(Find(w[i]));
      }
    }
    for (const auto& [name, word] : o) Attr(&builder, name.c_str(), word);
    operations_[w[0]] = builder.Finish();
    hb::Done(scope.status());
  }

  static void Attr(hb::OpBuilder* builder, const char* name, const std::string& word) {
    const size_t colon = word.find(':');
    const std::string kind = word.substr(0, colon), text = word.substr(colon + 1);
    if (kind == "type") builder->AttrType(name, words::Type(text));
    if (kind == "int") builder->AttrInt(name, std::stoll(text));
    if (kind == "float") builder->AttrFloat(name, std::stof(text));
    if (kind == "bool") builder->AttrBool(name, text == "true");
    if (kind == "string") builder->AttrString(name, words::Text(text));
    if (kind == "shape") builder->AttrShape(name, words::Shape(text));
    if (kind == "ints") builder->AttrInts(name, words::Shape(text));
  }

  void Gradients(const Words& w, const Options&) {
    const Words names = Split(w[0], ',');
    const hb::OutputList found = hb::Gradients(scope_, FindAll(w[1]), FindAll(w[2]));
    hb::Done(scope_.status());
    for (size_t i = 0; i < names.size(); ++i) {
      derived_[names[i]] = found[i];
      if (!found[i]) Say(names[i] + " is not there");
    }
  }

  void NewSession(const Words&, const Options&) { session_ = hb::Session::New(scope_.graph()); }

  void Close(const Words&, const Options&) {
    hb::CStatus status;
    HB_CloseSession(session_.handle(), status.get());
    hb::Done(status.Take());
  }

  void RunGraph(const Words& w, const Options& o) {
    std::vector<hb::Feed> feeds;
    for (const auto& [name, tensor] : o) feeds.push_back({Find(name), &tensors_.at(tensor)});
    std::vector<hb::Operation> targets;
    if (w.size() > 1) {
      for (const hb::Output& output : FindAll(w[1])) targets.push_back(output.operation());
    }
    for (const hb::Tensor& value : session_.Run(feeds, FindAll(w[0]), targets)) Say(Shown(value));
  }

  void Callable(const Words& w, const Options& o) {
    hb::OutputList feeds;
    std::vector<HB_Tensor*> values;
    for (const auto& [name, tensor] : o) {
      feeds.push_back(Find(name));
      values.push_back(tensors_.at(tensor).handle());
    }
    const hb::OutputList fetches = FindAll(w[0]);
    const hb::Callable callable = session_.MakeCallable(feeds, fetches);
    std::vector<HB_Tensor*> results(fetches.size(), nullptr);
    callable.Run(values, results);
    for (HB_Tensor* result : results) Say(Shown(hb::Tensor(result)));
  }

  // A SavedModel of anyone; loading one is a matter of the C interface.
  void Serve(const Words& w, const Options& o) {
    const hb::Graph graph;
    const char* tags[] = {"serve"};
    hb::CStatus status;
    HB_Session* handle = HB_LoadSavedModel(nullptr, nullptr, w[0].c_str(), tags, 1, graph.handle(),
                                           nullptr, status.get());
    hb::Done(status.Take());
    const hb::Session session(graph, handle);
    const hb::Scope scope(graph);
    const auto output = [&](const std::string& name) {
      const Words sides = Split(name, ':');
      return hb::Output(scope, HB_Output{HB_GraphOperationByName(graph.handle(), sides[0].c_str()),
                                         std::stoi(sides[1])});
    };
    const hb::Feed feeds[] = {{output(w[1]), &tensors_.at(o[0].second)}};
    const hb::OutputList fetches = {output(w[2])};
    Say(Shown(session.Run(feeds, fetches)[0]));
  }

  // Layers and models

  void Seed(const Words& w, const Options&) { keras::SetRandomSeed(std::stoull(w[0])); }

  void Part(const Words& w, const Options& o) {
    if (w[2].rfind("own:", 0) != 0) {
      parts_[w[0]] = keras::Object(w[2], Config(o));
    } else if (w[1] == "loss") {
      parts_[w[0]] = own::Loss(w[2].substr(4));
    } else if (w[1] == "optimizer") {
      own::Options given;
      for (const auto& [name, word] : o) given[name] = std::stod(word);
      parts_[w[0]] = own::Optimizer(given);
    } else {
      parts_[w[0]] = own::Metric(w[2].substr(4));
    }
  }

  void Layer(const Words& w, const Options& o) {
    layers_.erase(w[0]);
    made_.erase(w[0]);
    layers_.emplace(w[0], w[1] == "own:Scale" ? own::Scale() : keras::Layer(w[1], Config(o)));
  }

  void ModelLayer(const Words& w, const Options&) {
    made_.emplace(w[0], keras::LayerHandle(std::shared_ptr<HB_Layer>(
                            HB_LayerFromModel(models_.at(w[1]).handle()), &HB_DeleteLayer)));
  }

  const keras::LayerHandle& Made(const std::string& name) {
    const auto found = made_.find(name);
    if (found != made_.end()) return found->second;
    return made_.emplace(name, keras::Make(layers_.at(name))).first->second;
  }

  void Input(const Words& w, const Options& o) {
    const std::string dtype = words::Get(o, "dtype");
    symbols_[w[0]] =
        keras::Input(words::Shape(w[1]), dtype.empty() ? "float32" : dtype, words::Get(o, "name"));
  }

  void Call(const Words& w, const Options&) { calls_[w[0]] = Words(w.begin() + 1, w.end()); }

  // A symbol; a call is made when it is first needed.
  keras::Symbol Symbol(const std::string& name) {
    if (const auto found = symbols_.find(name); found != symbols_.end()) return found->second;
    const Words& call = calls_.at(name);
    std::vector<keras::Symbol> inputs;
    for (size_t i = 1; i < call.size(); ++i) inputs.push_back(Symbol(call[i]));
    return symbols_[name] = Made(call[0])(inputs);
  }

  std::vector<keras::Symbol> Symbols(const std::string& names) {
    std::vector<keras::Symbol> found;
    for (const std::string& name : Split(names, ',')) found.push_back(Symbol(name));
    return found;
  }

  void Sequential(const Words& w, const Options&) {
    std::vector<keras::Layer> layers;
    for (size_t i = 1; i < w.size(); ++i) layers.push_back(layers_.at(w[i]));
    models_[w[0]] = keras::Sequential(layers);
  }

  void Functional(const Words& w, const Options&) {
    models_[w[0]] = keras::Functional(Symbols(w[1]), Symbols(w[2]));
  }

  void Typed(const Words& w, const Options&) {
    own::Data data;
    for (size_t i = 2; i < w.size(); ++i) data.push_back(&tensors_.at(w[i]));
    const auto [model, history] = own::Typed(w[1], data);
    models_[w[0]] = model;
    SayHistory(history);
  }

  void Compile(const Words& w, const Options& o) {
    keras::CompileOptions options;
    options.losses = PartsOf<keras::Loss>(words::Get(o, "loss"));
    options.metrics = PartsOf<keras::MetricClass>(words::Get(o, "metrics"));
    options.weighted_metrics = PartsOf<keras::MetricClass>(words::Get(o, "weighted_metrics"));
    for (const std::string& weight : Split(words::Get(o, "loss_weights"), ',')) {
      options.loss_weights.push_back(std::stod(weight));
    }
    models_.at(w[0]).Compile(PartsOf<keras::Optimizer>(words::Get(o, "optimizer"))[0], options);
  }

  void SayHistory(const keras::History& history) {
    std::map<std::string, std::string> lines;
    for (const auto& logs : history) {
      for (const auto& log : logs) lines[log.name] += " " + words::Bits(log.value);
    }
    for (const auto& [name, values] : lines) Say(name + values);
  }

  bool Listen(const keras::Event& event, int64_t stop_after) {
    const std::string epoch = std::to_string(event.epoch);
    if (event.kind == HB_EVENT_EPOCH_BEGIN) Say("begin " + epoch);
    if (event.kind == HB_EVENT_BATCH_END) {
      Say("step " + std::to_string(event.batch) + " " + Shown(event.logs));
    }
    if (event.kind != HB_EVENT_EPOCH_END) return true;
    Say("end " + epoch + " " + Shown(event.logs));
    return event.epoch + 1 != stop_after;
  }

  void Fit(const Words& w, const Options& o) {
    const auto number = [&](const char* name, double otherwise) {
      return static_cast<int64_t>(words::Number(o, name, otherwise));
    };
    keras::FitOptions options;
    options.epochs = number("epochs", 1);
    options.initial_epoch = number("initial_epoch", 0);
    options.batch_size = number("batch_size", 32);
    options.steps_per_epoch = number("steps_per_epoch", 0);
    options.validation_split = words::Number(o, "validation_split", 0);
    options.validation_x = Data(o, "validation_x");
    options.validation_y = Data(o, "validation_y");
    options.sample_weight = Data(o, "sample_weight");
    options.shuffle = words::Get(o, "shuffle") != "false";
    if (!words::Get(o, "seed").empty()) options.seed = number("seed", 0);
    for (const std::string& pair : Split(words::Get(o, "class_weight"), ',')) {
      const Words sides = Split(pair, ':');
      options.class_weight.emplace_back(std::stoll(sides[0]), std::stod(sides[1]));
    }
    options.callbacks = PartsOf<keras::Callback>(words::Get(o, "callbacks"));
    if (!words::Get(o, "listen").empty()) {
      options.events = HB_EVENT_EPOCH_BEGIN | HB_EVENT_BATCH_END | HB_EVENT_EPOCH_END;
      options.on_event = [&](const keras::Event& e) { return Listen(e, number("stop_after", 0)); };
    }
    const keras::Model& model = models_.at(w[0]);
    const Words batches = Split(words::Get(o, "batches"), ',');
    if (batches.empty()) return SayHistory(model.Fit(Data(o, "x"), Data(o, "y"), options));
    size_t next = 0;
    SayHistory(model.Fit(
        [&]() -> std::optional<keras::Batch> {
          if (next == batches.size()) {
            next = 0;
            return std::nullopt;
          }
          const Words names = Split(batches[next++], '/');
          keras::Batch batch = {tensors_.at(names[0]), tensors_.at(names[1]), {}};
          if (names.size() > 2) batch.sample_weight = tensors_.at(names[2]);
          return batch;
        },
        options));
  }

  void Batch(const Words& w, const Options& o) {
    Say(Shown(models_.at(w[0]).TrainOnBatch(Data(o, "x"), Data(o, "y"), Data(o, "sample_weight"))));
  }

  void Evaluate(const Words& w, const Options& o) {
    Say(Shown(models_.at(w[0]).Evaluate(Data(o, "x"), Data(o, "y"), Data(o, "sample_weight"),
                                        static_cast<int64_t>(words::Number(o, "batch_size", 32)))));
  }

  void Predict(const Words& w, const Options& o) {
    const keras::Model& model = models_.at(w[0]);
    const keras::Tensors x = Data(o, "x");
    const int threads = static_cast<int>(words::Number(o, "threads", 1));
    const int times = static_cast<int>(words::Number(o, "times", 1));
    const int outputs = static_cast<int>(words::Number(o, "outputs", 1));
    std::vector<std::string> found(static_cast<size_t>(threads));
    const auto predict = [&](std::string* text) {
      for (int i = 0; i < times; ++i) {
        std::string shown;
        for (const hb::Tensor& value : model.PredictAll(x, outputs)) {
          shown += (shown.empty() ? "" : " ") + Shown(value);
        }
        *text = text->empty() || *text == shown ? shown : "differs";
      }
    };
    if (threads == 1) {
      predict(&found[0]);
    } else {
      std::vector<std::thread> running;
      for (std::string& text : found) running.emplace_back(predict, &text);
      for (std::thread& thread : running) thread.join();
    }
    bool same = true;
    for (const std::string& text : found) same = same && text == found[0];
    Say(same ? found[0] : "threads differ");
  }

  void Weights(const Words& w, const Options&) {
    for (const hb::Tensor& weight : models_.at(w[0]).GetWeights()) Say(Shown(weight));
  }

  void SetWeights(const Words& w, const Options&) {
    std::vector<hb::Tensor> weights;
    for (size_t i = 1; i < w.size(); ++i) weights.push_back(tensors_.at(w[i]).Clone());
    models_.at(w[0]).SetWeights(weights);
  }

  void Rate(const Words& w, const Options&) { Say(words::Bits(models_.at(w[0]).LearningRate())); }
  void SetRate(const Words& w, const Options&) {
    models_.at(w[0]).SetLearningRate(std::stod(w[1]));
  }
  void Summary(const Words& w, const Options&) { Say(words::Quoted(models_.at(w[0]).Summary())); }
  void ConfigOf(const Words& w, const Options&) { Say(models_.at(w[0]).ConfigJson()); }
  void Save(const Words& w, const Options&) { models_.at(w[0]).Save(w[1]); }
  void Load(const Words& w, const Options&) { models_[w[0]] = keras::Load(w[1]); }
  void SaveWeights(const Words& w, const Options&) { models_.at(w[0]).SaveWeights(w[1]); }
  void LoadWeights(const Words& w, const Options&) { models_.at(w[0]).LoadWeights(w[1]); }

  using Method = void (Program::*)(const Words&, const Options&);
  static const std::map<std::string, Method> kSteps;

  const Words& lines_;
  std::string data_, out_;
  int number_ = 0;
  std::map<std::string, hb::Tensor> tensors_;
  hb::Scope scope_;
  hb::Session session_;
  std::map<std::string, hb::Operation> operations_;
  std::map<std::string, hb::Output> derived_;
  std::map<std::string, keras::Object> parts_;
  std::map<std::string, keras::Layer> layers_;
  std::map<std::string, keras::LayerHandle> made_;
  std::map<std::string, keras::Symbol> symbols_;
  std::map<std::string, Words> calls_;
  std::map<std::string, keras::Model> models_;
};

const std::map<std::string, Program::Method> Program::kSteps = {
    {"tensor", &Program::MakeTensor},
    {"show", &Program::Show},
    {"graph", &Program::NewGraph},
    {"const", &Program::Const},
    {"op", &Program::Op},
    {"gradients", &Program::Gradients},
    {"session", &Program::NewSession},
    {"close", &Program::Close},
    {"run", &Program::RunGraph},
    {"callable", &Program::Callable},
    {"serve", &Program::Serve},
    {"seed", &Program::Seed},
    {"part", &Program::Part},
    {"layer", &Program::Layer},
    {"model_layer", &Program::ModelLayer},
    {"input", &Program::Input},
    {"call", &Program::Call},
    {"sequential", &Program::Sequential},
    {"functional", &Program::Functional},
    {"typed", &Program::Typed},
    {"compile", &Program::Compile},
    {"fit", &Program::Fit},
    {"batch", &Program::Batch},
    {"evaluate", &Program::Evaluate},
    {"predict", &Program::Predict},
    {"weights", &Program::Weights},
    {"set_weights", &Program::SetWeights},
    {"rate", &Program::Rate},
    {"set_rate", &Program::SetRate},
    {"summary", &Program::Summary},
    {"config", &Program::ConfigOf},
    {"save", &Program::Save},
    {"load", &Program::Load},
    {"save_weights", &Program::SaveWeights},
    {"load_weights", &Program::LoadWeights},
};

struct Entry {
  std::string name;
  size_t threads;
  Words lines;
};

std::vector<Entry> Read(const char* path) {
  std::vector<Entry> found;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const Words w = Split(line.substr(0, line.find('#')), ' ');
    if (w.empty()) continue;
    if (w[0] == "program") {
      found.push_back({w[1], w.size() > 2 ? std::stoul(w[2]) : 1, {}});
    } else {
      found.back().lines.push_back(line.substr(0, line.find('#')));
    }
  }
  return found;
}

void Run(const Entry& entry, const std::string& data) {
  std::vector<std::string> texts(entry.threads);
  const auto run = [&](std::string* text) { *text = Program(entry.lines, data).Run(); };
  if (entry.threads == 1) {
    run(&texts[0]);
  } else {
    std::vector<std::thread> running;
    for (std::string& text : texts) running.emplace_back(run, &text);
    for (std::thread& thread : running) thread.join();
  }
  std::printf("program %s\n%s", entry.name.c_str(), texts[0].c_str());
  for (const std::string& text : texts) {
    if (text != texts[0]) return void(std::puts("threads differ"));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s PROGRAMS DATA\n", argv[0]);
    return 2;
  }
  for (const Entry& entry : Read(argv[1])) Run(entry, argv[2]);
}
