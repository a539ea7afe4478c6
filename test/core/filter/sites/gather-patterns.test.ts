import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { gatherPatterns, type PatternFile, type PatternFiles } from "../../../../src/core/filter/sites/gather-patterns.ts";
import { readPatternDocuments } from "../../../../src/platform/documents/pattern-documents.ts";
import { errorOf } from "../../../support/aws.ts";

const pattern = '{"value":{"a":["b"]}}';
const queue = `Resources: {Q: {Type: "AWS::Lambda::EventSourceMapping", Properties: {EventSourceArn: "arn:aws:sqs:x", FilterCriteria: {Filters: [{Pattern: "{}"}]}}}}`;

type Content = string | MskctlError | undefined;

/** Folders end in a slash; a file without content is one that has none of the words. */
function disk(folders: Readonly<Record<string, Readonly<Record<string, Content>>>>): PatternFiles {
  const file = (name: string, named: boolean, content: Content): PatternFile => ({
    name,
    named,
    kind: name.endsWith(".tf") ? "hcl" : "text",
    read: async () => {
      if (content instanceof MskctlError) throw content;
      return content === undefined ? undefined : { text: content, byteOrderMark: false };
    },
  });
  return {
    async *find(path) {
      const folder = folders[path];
      for (const [name, content] of Object.entries(folder ?? {})) yield file(`${path}${name}`, false, content);
      if (folder !== undefined) return;
      const [inFolder, content] = Object.entries(folders)
        .flatMap(([name, files]) => Object.entries(files).map(([each, text]) => [name + each, text] as const))
        .find(([name]) => name === path) ?? [path, undefined];
      yield file(inFolder, true, content);
    },
  };
}

function gather(paths: readonly string[], folders: Parameters<typeof disk>[0]) {
  return gatherPatterns(paths, { files: disk(folders), documents: { read: readPatternDocuments } });
}

describe("the patterns of files and folders", () => {
  const folders = {
    "infra/": {
      "a.yaml": `Filters: [{Pattern: '${pattern}'}]`,
      "b.json": undefined,
      "c.yaml": queue,
      "d.json": '{"name":"x","files":[]}',
      "main.tf": "",
    },
    "more/": { "p.json": pattern },
  };

  it("are found, and what has none is counted", async () => {
    const { sources, failures, leftOut, counts } = await gather(["infra/", "more/p.json"], folders);
    expect(sources.map(({ source, groups }) => [source, groups.length])).toEqual([
      ["infra/a.yaml", 1],
      ["more/p.json", 1],
    ]);
    expect(failures).toEqual([]);
    expect([...leftOut]).toEqual([["SQS", 1]]);
    expect(counts).toEqual({ files: 5, withoutPatterns: 3, hclFiles: 1 });
  });

  it("are found once, however often a file is named", async () => {
    const { sources } = await gather(["infra/", "infra/a.yaml", "./infra/a.yaml", "infra/"], { ...folders, "./infra/": folders["infra/"] });
    expect(sources.map(({ source }) => source)).toEqual(["infra/a.yaml"]);
  });

  it("are looked for again where a file is named that had none in its folder", async () => {
    const loose = { "x/": { "a.json": '{"status":["new"]}', "b.json": pattern } };
    expect((await gather(["x/"], loose)).sources.map(({ source }) => source)).toEqual(["x/b.json"]);
    expect((await gather(["x/", "x/a.json"], loose)).sources.map(({ source }) => source)).toEqual(["x/a.json", "x/b.json"]);
  });
});

describe("a file that does not parse", () => {
  const folders = {
    "x/": {
      "a.yaml": "Filters: [{Pattern: '{}'}\nb: 1\n",
      "b.json": pattern,
      "c.json": new MskctlError("malformed-file", "x/c.json is not UTF-8 text", { details: { file: "x/c.json" } }),
      "d.json": new MskctlError("usage", "cannot read x/d.json: permission denied"),
    },
  };

  it("does not keep the others of its folder from being read", async () => {
    const { sources, failures, counts } = await gather(["x/"], folders);
    expect(sources.map(({ source }) => source)).toEqual(["x/b.json"]);
    expect(failures).toMatchObject([
      { file: "x/a.yaml", line: 2, column: 1, message: expect.stringMatching(/^x\/a\.yaml:2:1: /) },
      { file: "x/c.json", line: undefined, column: undefined, message: "x/c.json is not UTF-8 text" },
      { file: "x/d.json", message: "cannot read x/d.json: permission denied" },
    ]);
    expect(counts).toEqual({ files: 4, withoutPatterns: 0, hclFiles: 0 });
  });

  it("ends the run when it was named", async () => {
    expect(await errorOf(gather(["x/b.json", "x/a.yaml"], folders))).toMatchObject({
      code: "malformed-file",
      details: { file: "x/a.yaml", line: 2 },
    });
  });

  it("is told even when nothing else has a pattern", async () => {
    const { "b.json": _, ...others } = folders["x/"];
    expect((await gather(["x/"], { "x/": others })).failures).toHaveLength(3);
  });

  it.each<[what: string, name: string, text: string, failures: number]>([
    ["a template of Helm", "deployment.yaml", "spec:\n  {{- if .Values.on }}\n  env:\n    - name: a\n      value: b\n  {{- end }}\n", 0],
    ["a configuration with comments", "tsconfig.json", '{\n  // which values\n  "include": ["Pattern"],\n}\n', 0],
    ["a broken pattern", "p.yaml", "value: {a: [b}\n", 1],
    ["a broken pattern in JSON", "p.json", ' {\n "value" : {"a": ["b"}}', 1],
    ["a broken list of patterns", "p.yaml", '# ours\n- "$or": [}\n', 1],
    ["a broken criteria", "p.yaml", "deep:\n  FilterCriteria: [}\n", 1],
  ])("is told when it could have had patterns: %s", async (_, name, text, failures) => {
    const found = await gather(["x/"], { "x/": { [name]: text, "good.json": pattern } });
    expect(found.failures).toHaveLength(failures);
    expect(found.counts).toEqual({ files: 2, withoutPatterns: 1 - failures, hclFiles: 0 });
  });

  it("is no excuse for a bug", async () => {
    const files: PatternFiles = {
      async *find() {
        yield { name: "a", named: false, kind: "text", read: () => Promise.reject(new TypeError("a bug")) };
      },
    };
    await expect(gatherPatterns(["x/"], { files, documents: { read: readPatternDocuments } })).rejects.toThrow("a bug");
  });
});

describe("nothing to lint is wrong usage", () => {
  const kinds =
    "looked for: a pattern, FilterCriteria, a mapping spec, a SAM, CloudFormation or CDK template, terraform show -json, .tf.json, a Serverless Framework service";
  const folders = { "x/": { "a.json": '{"name":"x","files":[]}', "q.yaml": queue, "main.tf": "", "empty.yaml": "" }, "y/": {} };

  it.each<[path: string, message: string]>([
    [
      "x/",
      `no filter pattern of a Kafka mapping in the 3 files (*.yaml, *.yml, *.json, *.template) of x/: 1 pattern of other event sources left out (SQS 1); 1 file is HCL, which only Terraform can read; ${kinds}`,
    ],
    ["y/", `no filter pattern of a Kafka mapping in the 0 files (*.yaml, *.yml, *.json, *.template) of y/; ${kinds}`],
    ["x/a.json", `no filter pattern of a Kafka mapping in x/a.json; ${kinds}`],
    ["x/empty.yaml", `no filter pattern of a Kafka mapping in x/empty.yaml; ${kinds}`],
    ["x/q.yaml", `no filter pattern of a Kafka mapping in x/q.yaml: 1 pattern of other event sources left out (SQS 1); ${kinds}`],
    ["-", `no filter pattern of a Kafka mapping on standard input; ${kinds}`],
  ])("in %s", async (path, message) => {
    expect(await errorOf(gather([path], folders))).toMatchObject({ code: "usage", message, details: { path } });
  });

  it("also where another path has patterns", async () => {
    expect(await errorOf(gather(["z/", "y/"], { ...folders, "z/": { "p.json": pattern } }))).toMatchObject({
      code: "usage",
      details: { path: "y/" },
    });
  });

  it("with the way out of HCL", async () => {
    const error = await errorOf(gather(["x/main.tf"], folders));
    expect(error.message).toContain("in x/main.tf; 1 file is HCL, which only Terraform can read");
    expect(error.suggestions).toEqual(["terraform plan -out plan.out && terraform show -json plan.out | mskctl lint -"]);
  });
});
