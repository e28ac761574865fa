#include "assist/model.hpp"

namespace kpi::assist {

std::shared_ptr<const Model> study(const std::string& path, const io::Files& files,
                                   const std::shared_ptr<const Model>& before) {
  auto model = std::make_shared<Model>(driver::study(path, files));
  if (!model->ok() && before != nullptr) model->good = before->ok() ? before : before->good;
  return model;
}

const Model* computable(const Model& model) {
  return model.ok() ? &model : model.good.get();
}

bool writes_chinese(const Model& model) {
  if (!model.has_main()) return false;
  constexpr unsigned char kFirstBeyondAscii = 0x80;
  std::size_t chinese = 0, all = 0;
  for (const syntax::Node& node : model.tree().nodes) {
    if (node.kind != syntax::NodeKind::Keyword) continue;
    ++all;
    if (static_cast<unsigned char>(model.text()[node.begin]) >= kFirstBeyondAscii) ++chinese;
  }
  return chinese * 2 > all;
}

}  // namespace kpi::assist
