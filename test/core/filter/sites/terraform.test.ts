import { describe, expect, it } from "vitest";
import { lineFrom, search, siteIn, sitesIn, textsByPath } from "./searching.ts";

const pattern = '{"value":{"status":["new"]}}';

function mapping(address: string, values: object) {
  return { address, mode: "managed", type: "aws_lambda_event_source_mapping", name: "m", values };
}

/** As the provider's schema has it: each block a list, also those that are not there. */
function kafka(filters: readonly object[], more: object = {}) {
  return { topics: ["orders"], self_managed_event_source: [], filter_criteria: [{ filter: filters }], ...more };
}

const plan = {
  format_version: "1.2",
  terraform_version: "1.9.0",
  planned_values: {
    root_module: {
      resources: [
        { address: "aws_s3_bucket.b", mode: "managed", type: "aws_s3_bucket", values: { bucket: "b" } },
        mapping("aws_lambda_event_source_mapping.orders", kafka([{ pattern }, { pattern: '{"value":{}}' }])),
        mapping("aws_lambda_event_source_mapping.later", kafka([{}])),
        mapping("aws_lambda_event_source_mapping.none", kafka([{ pattern: null }])),
        mapping("aws_lambda_event_source_mapping.empty", kafka([])),
        mapping("aws_lambda_event_source_mapping.unfiltered", kafka([], { filter_criteria: [] })),
        mapping(
          "aws_lambda_event_source_mapping.queue",
          kafka([{ pattern }], { topics: null, event_source_arn: "arn:aws:sqs:eu-central-1:1:q" }),
        ),
      ],
      child_modules: [
        {
          address: "module.shop",
          resources: [
            mapping('module.shop.aws_lambda_event_source_mapping.own["a"]', {
              topics: null,
              self_managed_event_source: [{ endpoints: { KAFKA_BOOTSTRAP_SERVERS: "b:9092" } }],
              filter_criteria: [{ filter: [{ pattern: '{"value":{"a":["b"]}}' }] }],
            }),
          ],
        },
      ],
    },
  },
  prior_state: { values: { root_module: { resources: [mapping("aws_lambda_event_source_mapping.old", kafka([{ pattern: "old" }]))] } } },
};

describe("what terraform show -json prints of a plan", () => {
  const text = JSON.stringify(plan, null, 2);

  it("has the filters that will be, named by the addresses of their resources", async () => {
    expect(textsByPath(await sitesIn(text, "plan.json"))).toEqual({
      "aws_lambda_event_source_mapping.orders.filter_criteria[0].filter[0].pattern": pattern,
      "aws_lambda_event_source_mapping.orders.filter_criteria[0].filter[1].pattern": '{"value":{}}',
      "aws_lambda_event_source_mapping.later.filter_criteria[0].filter[0]": "? known only after apply",
      'module.shop.aws_lambda_event_source_mapping.own["a"].filter_criteria[0].filter[0].pattern': '{"value":{"a":["b"]}}',
    });
  });

  it("tells filters without a pattern, lists without a filter, and patterns of other sources", async () => {
    const { groups, leftOut } = await search(text, "plan.json");
    const bare = groups.filter(({ filters }) => !filters.some(({ kind }) => kind === "pattern"));
    expect(bare).toMatchObject([
      { group: "aws_lambda_event_source_mapping.none", filters: [{ kind: "no-pattern", names: ["pattern"] }] },
      { group: "aws_lambda_event_source_mapping.empty", filters: [], isWhole: true },
    ]);
    expect([...leftOut]).toEqual([["SQS", 1]]);
  });

  it("is found on one line, too", async () => {
    const line = JSON.stringify(plan);
    const [site] = await sitesIn(line, "-");
    expect(site?.source).toBe("-");
    expect(lineFrom(line, site?.positionOf(11) ?? { line: 0, column: 0 })).toMatch(/^status\\":\[/);
  });
});

describe("what terraform show -json prints of a state", () => {
  it("has the filters that are", async () => {
    const state = {
      format_version: "1.0",
      values: { root_module: { resources: [mapping("aws_lambda_event_source_mapping.a", kafka([{ pattern }]))] } },
    };
    expect((await siteIn(JSON.stringify(state), "state.json")).text).toBe(pattern);
  });

  it("may have nothing", async () => {
    expect((await search('{"format_version":"1.0"}', "state.json")).groups).toEqual([]);
  });
});

describe("Terraform's JSON syntax", () => {
  const file = (body: unknown) => JSON.stringify({ resource: { aws_lambda_event_source_mapping: { orders: body } } });
  const name = "aws_lambda_event_source_mapping.orders";

  it.each<[string, unknown, string]>([
    ["single blocks", { topics: ["a"], filter_criteria: { filter: { pattern } } }, `${name}.filter_criteria.filter[0].pattern`],
    ["lists of blocks", { topics: ["a"], filter_criteria: [{ filter: [{ pattern }] }] }, `${name}.filter_criteria[0].filter[0].pattern`],
    [
      "a list around the body",
      [{ topics: ["a"], filter_criteria: { filter: [{ pattern }] } }],
      `${name}.filter_criteria.filter[0].pattern`,
    ],
    [
      "a source that only its reference names",
      { event_source_arn: `\${aws_msk_cluster.c.arn}`, filter_criteria: { filter: { pattern } } },
      `${name}.filter_criteria.filter[0].pattern`,
    ],
  ])("may have %s", async (_, body, path) => {
    expect(textsByPath(await sitesIn(file(body), "main.tf.json"))).toEqual({ [path]: pattern });
  });

  it("may split its resources over several blocks", async () => {
    const body = { topics: ["a"], filter_criteria: { filter: { pattern } } };
    const text = JSON.stringify({ resource: [{ aws_s3_bucket: {} }, { aws_lambda_event_source_mapping: [{ a: body }, { b: body }] }] });
    expect((await sitesIn(text, "main.tf.json")).map(({ group }) => group)).toEqual([
      "aws_lambda_event_source_mapping.a",
      "aws_lambda_event_source_mapping.b",
    ]);
  });

  it.each([
    ["pattern", { filter: [{ pattern: `\${jsonencode({ value = { status = ["new"] } })}` }] }],
    ["pattern with a directive", { filter: [{ pattern: `%{ if var.a }{}%{ endif }` }] }],
    ["list", { filter: `\${var.filters}` }],
    ["criteria", `\${var.criteria}`],
  ])("may have an expression for the %s, and only Terraform knows what it gives", async (_, criteria) => {
    const site = await siteIn(file({ topics: ["a"], filter_criteria: criteria }), "main.tf.json");
    expect([site.text, site.unknown]).toEqual([
      undefined,
      "an expression of Terraform: run terraform show -json on the plan, and lint what it prints",
    ]);
  });

  it("may have a dynamic block, and only Terraform knows what it gives", async () => {
    const dynamic = { filter: { for_each: [pattern], content: { pattern: `\${filter.value}` } } };
    const site = await siteIn(file({ topics: ["a"], filter_criteria: { dynamic } }), "main.tf.json");
    expect(site.unknown).toMatch(/^a dynamic block of Terraform/);
  });

  it("has text for patterns: an object was meant for jsonencode", async () => {
    const { groups } = await search(
      file({ topics: ["a"], filter_criteria: { filter: { pattern: { value: { a: ["b"] } } } } }),
      "main.tf.json",
    );
    expect(groups).toMatchObject([{ filters: [{ objectForText: true, site: { text: '{"value":{"a":["b"]}}' } }] }]);
  });

  it("leaves out other sources", async () => {
    const { groups, leftOut } = await search(
      file({ event_source_arn: `\${aws_sqs_queue.q.arn}`, filter_criteria: { filter: [{ pattern }, { pattern }] } }),
      "main.tf.json",
    );
    expect([groups, [...leftOut]]).toEqual([[], [["SQS", 2]]]);
  });
});
