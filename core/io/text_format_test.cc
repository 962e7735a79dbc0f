#include "core/io/text_format.h"

#include <gtest/gtest.h>

#include "core/proto/api_def.pb.h"
#include "core/proto/event.pb.h"
#include "core/proto/graph.pb.h"

namespace hb {
namespace {

namespace pb = ::hornbeam;

TEST(TextFormat, ReadsAllKinds) {
  pb::GraphDef graph;
  const Status status = ParseText("GraphDef", R"(
      # a comment
      node { name: "a" op: 'Const' device: "x" "y"
        attr { key: "dtype" value { type: DT_FLOAT } }
        attr { key: "n" value { i: -0x10 } };
        attr { key: "f" value < f: 1.5e-3 > }
        attr { key: "l" value: { list { i: [1, 2, 3] b: true b: false f: inf } } } }
      node { name: "\x41\102\n\u00e9", input: ["a:1", "^b"] }
      versions { producer: 21 bad_consumers: 7 })",
                                  &graph);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_EQ(graph.node_size(), 2);
  EXPECT_EQ(graph.node(0).op(), "Const");
  EXPECT_EQ(graph.node(0).device(), "xy");
  EXPECT_EQ(graph.node(0).attr().at("dtype").type(), pb::DT_FLOAT);
  EXPECT_EQ(graph.node(0).attr().at("n").i(), -16);
  EXPECT_FLOAT_EQ(graph.node(0).attr().at("f").f(), 1.5e-3f);
  EXPECT_EQ(graph.node(0).attr().at("l").list().i_size(), 3);
  EXPECT_FALSE(graph.node(0).attr().at("l").list().b(1));
  EXPECT_EQ(graph.node(1).name(), "AB\n\xc3\xa9");
  EXPECT_EQ(graph.node(1).input(1), "^b");
  EXPECT_EQ(graph.versions().producer(), 21);
}

TEST(TextFormat, PrintsWhatItReads) {
  pb::GraphDef graph;
  auto* node = graph.add_node();
  node->set_name("quote \" slash \\ tab \t bell \a");
  auto& attr = *node->mutable_attr();
  attr["bytes"].set_s(std::string("\0\xff", 2));
  attr["i"].set_i(INT64_MIN);
  attr["f"].set_f(0.1f);
  attr["t"].set_type(pb::DT_STRING);
  attr["shape"].mutable_shape()->add_dim()->set_size(-1);
  auto* list = attr["list"].mutable_list();
  list->add_i(1);
  list->add_i(-2);
  list->add_b(true);
  auto text = PrintText("GraphDef", graph);
  ASSERT_TRUE(text.ok()) << text.status().ToString();
  pb::GraphDef again;
  ASSERT_TRUE(ParseText("GraphDef", *text, &again).ok()) << *text;
  EXPECT_EQ(again.node(0).name(), node->name());
  EXPECT_EQ(again.node(0).attr_size(), node->attr_size());
  for (const auto& [key, value] : node->attr()) {
    EXPECT_EQ(again.node(0).attr().at(key).SerializeAsString(), value.SerializeAsString()) << key;
  }
}

TEST(TextFormat, SaysWhereTheMistakeIs) {
  const std::pair<const char*, const char*> cases[] = {
      {"node {\n  nam: 1 }", "line 2, column 6: NodeDef has no field 'nam'"},
      {"node { name: 1 }", "a quoted string is expected here"},
      {"node { name: \"a }", "the string does not end"},
      {"node { name: \"a\" ", "'}' is missing"},
      {"node { name: \"a\" name: \"b\" }", "more than once"},
      {"versions { producer: 99999999999 }", "does not fit field 'producer'"},
      {"versions { producer: 1.5 }", "a whole number is expected here"},
      {"node { attr { key: \"k\" value { type: DT_NONE } } }", "no value 'DT_NONE'"},
      {"}", "the name of a field is expected here"},
      {"node { name: \"\\q\" }", "unknown escape sequence"},
  };
  for (const auto& [text, message] : cases) {
    const auto bytes = TextToBytes("GraphDef", text);
    ASSERT_FALSE(bytes.ok()) << text;
    EXPECT_NE(bytes.status().message().find(message), std::string::npos)
        << text << ": " << bytes.status().message();
  }
}

TEST(TextFormat, NestingIsBounded) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "args {";
  EXPECT_FALSE(TextToBytes("FullTypeDef", text).ok());
}

TEST(TextFormat, SurvivesEveryPrefixAndByte) {
  const std::string text =
      "node { name: \"a\\x41\" attr { key: 'k' value { list { i: [1, 2] } } } }";
  for (size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(i > 0 && TextToBytes("GraphDef", text.substr(0, i)).ok()) << i;
    for (int c = 0; c < 256; ++c) {
      std::string changed = text;
      changed[i] = static_cast<char>(c);
      if (auto bytes = TextToBytes("GraphDef", changed); bytes.ok()) {
        EXPECT_TRUE(BytesToText("GraphDef", *bytes).ok());
      }
    }
  }
}

}  // namespace
}  // namespace hb
