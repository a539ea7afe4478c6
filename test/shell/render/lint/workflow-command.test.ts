import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeText } from "../../../../src/core/record/safe-text.ts";
import { workflowCommand } from "../../../../src/shell/render/lint/workflow-command.ts";
import { anyText } from "./any-text.ts";
import { readCommand } from "./read-commands.ts";

describe("a workflow command", () => {
  it.each([
    [{ name: "notice", properties: [], message: "10 records" }, "::notice::10 records"],
    [
      {
        name: "error",
        properties: [
          ["file", "a.yaml"],
          ["line", 41],
          ["title", "MSK104"],
        ],
        message: "100 %: a, b\nfix: c",
      },
      "::error file=a.yaml,line=41,title=MSK104::100 %25: a, b%0Afix: c",
    ],
    [{ name: "warning", properties: [["file", "a:b,c%.yaml"]], message: "m" }, "::warning file=a%3Ab%2Cc%25.yaml::m"],
    [{ name: "warning", properties: [], message: "a\r\nb\rc::error::d\u001b[2J" }, "::warning::a%0Ab%0Ac::error::d\\x1b[2J"],
  ] as const)("%j", (command, line) => {
    expect(workflowCommand(command)).toBe(line);
  });

  it("gives back its message and properties, whatever they hold, and stays one line", () => {
    const anything = anyText(["%", "%0A", "%25", ":", "::", ",", "=", "\n", "\r\n", "\u001b", "\u2028"]);
    fc.assert(
      fc.property(anything, anything, (message, file) => {
        const line = workflowCommand({
          name: "error",
          properties: [
            ["file", file],
            ["line", 7],
          ],
          message,
        });
        expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
        const shown = (text: string) =>
          text
            .split(/\r\n|\r|\n/)
            .map((each) => safeText(each))
            .join("\n");
        expect(readCommand(line)).toEqual({
          name: "error",
          properties: new Map([
            ["file", shown(file)],
            ["line", "7"],
          ]),
          data: shown(message),
        });
      }),
    );
  });
});
