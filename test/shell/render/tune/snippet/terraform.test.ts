import { describe, expect, it } from "vitest";
import { snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { guessedTerraform } from "../../../../support/tuning/owners.ts";
import { hostileTexts, isPlain, reportOf, unwrapped } from "./subjects.ts";

const pollers = { minimum: 2, maximum: 24 };

it("has the arguments to change, as terraform fmt has them", () => {
  const wanted = { batchSize: 500, windowMs: 2_000, pollers };
  expect(
    snippetOf("terraform", reportOf(wanted, { owner: guessedTerraform, today: { windowMs: 0 } })),
  ).toBe(`# mskctl tune: mapping orders, UUID 0dc23088-183b-4201-b1b1-fc3aa73a8c19
# In the configuration, these arguments of the resource; all others stay. NAME
# stands for its name, which no tag tells: terraform state list shows those
# there are.
resource "aws_lambda_event_source_mapping" "NAME" {
  batch_size                         = 500 # 100 today
  maximum_batching_window_in_seconds = 2   # 0 today

  provisioned_poller_config {
    minimum_pollers = 2  # not set today
    maximum_pollers = 24 # not set today
  }
}`);
});

it("has the block alone, with the group that stays, and which provider knows it", () => {
  const today = { pollers: { minimum: 4, maximum: 24 }, pollerGroup: "shared" };
  const text = snippetOf("terraform", reportOf({ pollers }, { today }));
  const lines = text.split("\n");
  expect(
    lines.slice(lines.indexOf('resource "aws_lambda_event_source_mapping" "NAME" {')).join("\n"),
  ).toBe(`resource "aws_lambda_event_source_mapping" "NAME" {
  provisioned_poller_config {
    minimum_pollers   = 2        # 4 today
    maximum_pollers   = 24
    poller_group_name = "shared"
  }
}`);
  expect(unwrapped(text)).toContain("poller_group_name needs a release of the aws provider of January 2026 or later.");
});

it("says what to remove", () => {
  const onDemand = snippetOf("terraform", reportOf({ pollers: undefined }, { today: { pollers } }));
  expect(onDemand).toContain("# Remove provisioned_poller_config: back to on-demand mode.");
  expect(onDemand.split("\n").every((line) => line.startsWith("# "))).toBe(true);
  const left = snippetOf("terraform", reportOf({ pollerGroup: undefined }, { today: { pollers, pollerGroup: "shared" } }));
  expect(left).toContain("# Remove poller_group_name: out of the poller group.");
});

/** Of a quoted template without templates in it (Terraform language, strings and templates). */
function unquoted(text: string): string {
  if (/(?<![$%])(?:\$\$|%%)*[$%]\{/.test(text.replaceAll(/\$\$\{|%%\{/g, ""))) throw new Error(`a template begins in ${text}`);
  return text
    .replaceAll(
      /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(["\\]))/g,
      (_, short, long, literal) => literal ?? String.fromCodePoint(Number.parseInt(short ?? long, 16)),
    )
    .replaceAll(/([$%])\1\{/g, "$1{");
}

describe.each(hostileTexts)("%j", (hostile) => {
  it("breaks out of nothing", () => {
    const text = snippetOf("terraform", reportOf({ pollers, pollerGroup: hostile }, { name: hostile, owner: guessedTerraform }));
    const body = text.split("\n").filter((line) => !line.startsWith("# "));
    expect(body.map((line) => /^ *[a-z_]+/.exec(line)?.[0] ?? line)).toEqual([
      "resource",
      "  provisioned_poller_config",
      "    minimum_pollers",
      "    maximum_pollers",
      "    poller_group_name",
      "  }",
      "}",
    ]);
    const [, quoted = ""] = /^ {4}poller_group_name = "((?:[^"\\]|\\.)*)" # not set today$/.exec(body[4] ?? "") ?? [];
    expect(unquoted(quoted)).toBe(hostile);
    expect(isPlain(text.replaceAll("😀", ""))).toBe(true);
  });
});
