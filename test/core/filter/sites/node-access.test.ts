import { expect, it } from "vitest";
import { joined } from "../../../../src/core/filter/sites/node-access.ts";

it.each<[steps: (string | number)[], path: string]>([
  [["Resources", "Orders", "Filters", 0, "Pattern"], "Resources.Orders.Filters[0].Pattern"],
  [[0, "Pattern"], "[0].Pattern"],
  [["a.b", "c d", 'e"'], '["a.b"]["c d"]["e\\""]'],
  [["käse", "Fn::Sub", "aws_lambda-x"], "käse.Fn::Sub.aws_lambda-x"],
  [["", "\u202e"], '[""]["\u202e"]'],
  [[], ""],
])("%j is written %s", (steps, path) => {
  expect(joined("", ...steps)).toBe(path);
});
