import CEL
import Diagnostics
import Engine

extension RouteGrid {
  /// The grid for a terminal; a letter a step, with what the letters mean below.
  package func text(_ language: Language) -> String {
    func say(_ english: String, _ chinese: String) -> String {
      Bilingual(english, zh: chinese)[language]
    }
    let header = columns.map { grid in grid.bands.map(\.label) } ?? [say("always", "总是")]
    let labels = rows.map { grid in grid.bands.map(\.label) } ?? [""]
    let corner = rows.map { "\($0.field.title[language])" } ?? ""
    let first = ([corner] + labels).map(\.displayWidth).max() ?? 0
    let texts = cells.map { $0.map { mark($0) } }
    let widths = header.indices.map { index in
      ([header[index]] + texts.map { $0[index] }).map(\.displayWidth).max() ?? 0
    }
    func line(_ head: String, _ cells: [String]) -> String {
      ([head.padded(to: first)] + zip(cells, widths).map { $0.padded(to: $1) })
        .joined(separator: " │ ")
    }
    let rule =
      ([first] + widths).map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
    var lines = ["\(action.title[language]) (\(action.name))"]
    if let columns {
      lines.append(
        String(repeating: " ", count: first) + "   \(columns.field.title[language])")
    }
    lines.append(line(corner, header))
    lines.append(rule)
    for (label, row) in zip(labels, texts) { lines.append(line(label, row)) }
    lines += steps.enumerated().map { "  \(Self.letter($0.offset)) \($0.element)" }
    if cells.contains(where: { $0.contains { $0 == nil } }) {
      lines.append(
        "  ! "
          + say(
            "a rule cannot be evaluated: it reads what the picture leaves empty",
            "有规则无法计算：它读取了图中未填的内容"))
    }
    let plan = reference.filter { !$0.value.text.isEmpty }.sorted { $0.key < $1.key }
      .map { "\($0.key) = \($0.value.text)" }.joined(separator: ", ")
    if !plan.isEmpty { lines.append(say("measured against a plan of ", "对照的计划：") + plan) }
    if !isComplete {
      lines.append(
        say(
          "not proved: some rule is not linear in a quantity, so a limit may be missing",
          "未经证明：有规则与数量不成线性关系，可能遗漏界限"))
    }
    return lines.map { $0.inert + "\n" }.joined()
  }

  /// The grid as a picture; the more signatures, the darker.
  package func svg(_ language: Language) -> String {
    let header = columns.map { grid in grid.bands.map(\.label) } ?? [""]
    let labels = rows.map { grid in grid.bands.map(\.label) } ?? [""]
    let (left, top, width, height) = (170, 80, 210, 30 + 17 * max(1, steps.count))
    var body = [
      "<text x=\"16\" y=\"28\" font-weight=\"bold\">\(action.title[language].xml)</text>",
      "<text x=\"\(left)\" y=\"50\">\((columns?.field.title[language] ?? "").xml)</text>",
      "<text x=\"16\" y=\"\(top - 8)\">\((rows?.field.title[language] ?? "").xml)</text>",
    ]
    for (index, label) in header.enumerated() {
      body.append(
        "<text x=\"\(left + index * width + 8)\" y=\"\(top - 8)\" font-size=\"11\">\(label.xml)</text>"
      )
    }
    for (row, cells) in cells.enumerated() {
      let y = top + row * height
      body.append(
        "<text x=\"16\" y=\"\(y + height / 2)\" font-size=\"11\">\(labels[row].xml)</text>")
      for (column, route) in cells.enumerated() {
        let x = left + column * width
        let depth = steps.isEmpty ? 0 : 60 * (route?.count ?? 0) / steps.count
        body.append(
          """
          <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" stroke="#5b7088" \
          fill="\(route == nil ? "#f3c5c5" : "hsl(210, 55%, \(97 - depth)%)")"/>
          """)
        for (index, step) in (route ?? []).enumerated() {
          body.append(
            "<text x=\"\(x + 10)\" y=\"\(y + 22 + index * 17)\" font-size=\"12\">\(step.text.xml)</text>"
          )
        }
      }
    }
    return SVG.document(
      width: left + header.count * width + 16, height: top + cells.count * height + 16,
      title: action.title[language], body)
  }

  package var json: JSON {
    func bands(_ axis: (field: Field, bands: [Band])?) -> JSON {
      axis.map { axis in
        [
          "field": .string(axis.field.name.text),
          "bands": .array(
            axis.bands.map {
              [
                "from": $0.from.map { .string($0.text) } ?? .null,
                "through": $0.through.map { .string($0.text) } ?? .null,
              ]
            }),
        ]
      } ?? .null
    }
    return [
      "action": .string(action.name.text), "columns": bands(columns), "rows": bands(rows),
      "cells": .array(
        cells.map { row in
          .array(row.map { $0.map { .array($0.map { .string($0.text) }) } ?? .null })
        }),
      "proved": .bool(isComplete),
    ]
  }

  /// `MSD·`: a letter for each step that is asked, a dot for each that is not.
  private func mark(_ route: [StepName]?) -> String {
    guard let route else { return "!" }
    return steps.enumerated().map { route.contains($0.element) ? Self.letter($0.offset) : "·" }
      .joined(separator: " ")
  }

  private static func letter(_ index: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return index < letters.count ? String(letters[index]) : "\(index + 1)"
  }
}

extension RouteGrid.Band {
  /// `… 120000`, `120000.01 … 150000`, `150000.01 …`
  fileprivate var label: String {
    [from?.text, "…", through?.text].compactMap { $0 }.joined(separator: " ")
  }
}
