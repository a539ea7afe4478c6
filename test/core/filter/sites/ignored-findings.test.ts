import { describe, expect, it } from "vitest";
import { groupsIn, siteIn, sitesIn } from "./searching.ts";

async function ignoredIn(...lines: readonly string[]): Promise<(readonly string[])[]> {
  return (await sitesIn(["Filters:", ...lines, ""].join("\n"), "criteria.yaml")).map(({ ignored }) => ignored);
}

describe("a comment at a pattern", () => {
  it.each<[comment: string, ignored: string[]]>([
    ["mskctl-ignore MSK104", ["MSK104"]],
    ["mskctl-ignore MSK104, MSK110", ["MSK104", "MSK110"]],
    ["mskctl-ignore msk104 MSK104", ["MSK104"]],
    ["mskctl-ignore: MSK104", ["MSK104"]],
    ["mskctl-ignore MSK104 -- the producer is ours", ["MSK104"]],
    ["mskctl-ignore", ["all"]],
    ["mskctl-ignore -- generated", ["all"]],
    ["mskctl-ignore all", ["all"]],
    ["mskctl-ignore MSK1O4", []],
    ["mskctl-ignore because it is fine", []],
    ["mskctl-ignored MSK104", []],
    ["see mskctl-ignore MSK104", []],
  ])("# %s: %j", async (comment, ignored) => {
    expect(await ignoredIn(`  - Pattern: '{}' # ${comment}`)).toEqual([ignored]);
    expect(await ignoredIn(`  # ${comment}`, "  - Pattern: '{}'")).toEqual([ignored]);
  });

  it("on the line of one pattern is not about the next", async () => {
    expect(await ignoredIn("  - Pattern: a # mskctl-ignore", "  - Pattern: b", "  # mskctl-ignore MSK101", "  - Pattern: c")).toEqual([
      ["all"],
      [],
      ["MSK101"],
    ]);
  });

  it("may stand with others above the pattern, but not behind an empty line", async () => {
    expect(await ignoredIn("  # mskctl-ignore MSK101", "  # as agreed", "  - Pattern: a")).toEqual([["MSK101"]]);
    expect(await ignoredIn("  # mskctl-ignore MSK101", "", "  - Pattern: a")).toEqual([[]]);
  });

  it("may stand on any line of a pattern of several, not on the line behind it", async () => {
    expect(
      await ignoredIn(
        "  - Pattern:",
        "      value:",
        "        a: [b] # mskctl-ignore MSK102",
        "  # mskctl-ignore MSK103",
        "  - Pattern: x",
      ),
    ).toEqual([["MSK102"], ["MSK103"]]);
    expect(await ignoredIn("  - Pattern: | # mskctl-ignore MSK102", "      {}", "  # mskctl-ignore MSK103")).toEqual([["MSK102"]]);
  });

  it("is none inside a text", async () => {
    expect(await ignoredIn("  - Pattern: '{} # mskctl-ignore'", "  - Pattern: |", "      # mskctl-ignore", "      {}")).toEqual([[], []]);
  });

  it("at the list is about the list", async () => {
    const [group] = await groupsIn("Filters: # mskctl-ignore MSK130\n  - Pattern: a\n", "criteria.yaml");
    expect(group?.ignored).toEqual(["MSK130"]);
  });

  it("at an alias is about that place, at the anchor about its own", async () => {
    expect(await ignoredIn("  - Pattern: &a '{}'", "  # mskctl-ignore MSK101", "  - Pattern: *a", "  - Pattern: *a")).toEqual([
      [],
      ["MSK101"],
      [],
    ]);
  });
});

describe("metadata of a resource", () => {
  const template = (ignore: unknown) =>
    JSON.stringify({
      Resources: {
        A: {
          Type: "AWS::Lambda::EventSourceMapping",
          Metadata: { mskctl: { ignore } },
          Properties: { Topics: ["a"], FilterCriteria: { Filters: [{ Pattern: "{}" }] } },
        },
      },
    });

  it.each<[ignore: unknown, ignored: string[]]>([
    [
      ["MSK104", "msk110"],
      ["MSK104", "MSK110"],
    ],
    ["MSK104", ["MSK104"]],
    ["all", ["all"]],
    [true, ["all"]],
    [["all"], ["all"]],
    [false, []],
    [["nonsense", 5, null, {}], []],
  ])("%j: %j", async (ignore, ignored) => {
    expect((await siteIn(template(ignore), "a.template.json")).ignored).toEqual(ignored);
    expect((await groupsIn(template(ignore), "a.template.json"))[0]?.ignored).toEqual(ignored);
  });
});
