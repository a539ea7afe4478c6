import { describe, expect, it } from "vitest";
import { lineFrom, search, sitesIn, textsByPath } from "./searching.ts";

const service = `service: shop
provider: { name: aws }
custom:
  defaults: &defaults
    value:
      status: [new]
functions:
  orders:
    handler: app.orders
    events:
      - httpApi: "*"
      - msk:
          arn: arn:aws:kafka:eu-central-1:1:cluster/a/b
          topic: orders
          filterPatterns:
            - value:
                amount: [{ numeric: [">", 10.50] }]
                code: ["007", 'it''s', "a\\tb"]
            - '{"value":{"a":["b"]}}'
            - *defaults
            - value:
                status: ["\${self:custom.status}"]
      - kafka:
          topic: own
          bootstrapServers: [b:9092]
          filterPatterns: \${file(filters.yml)}
      - sqs: { arn: a, filterPatterns: [{ body: { a: [1] } }] }
      - stream: { arn: "arn:aws:dynamodb:x", filterPatterns: [{ dynamodb: {} }, {}] }
      - stream: { type: kinesis, arn: x, filterPatterns: [{ data: {} }] }
      - activemq: { filterPatterns: [{ data: {} }] }
`;

describe("the filters of a Serverless Framework service", () => {
  const path = "functions.orders.events[1].msk.filterPatterns";

  it("are written as JSON: objects, and text as a text inside the JSON", async () => {
    expect(textsByPath(await sitesIn(service, "serverless.yml"))).toEqual({
      [`${path}[0]`]: '{"value":{"amount":[{"numeric":[">",10.50]}],"code":["007","it\'s","a\\tb"]}}',
      [`${path}[1]`]: '"{\\"value\\":{\\"a\\":[\\"b\\"]}}"',
      [`${path}[2]`]: '{"value":{"status":["new"]}}',
      [`${path}[3]`]: `? \${self:custom.status} is a variable of the Serverless Framework`,
      "functions.orders.events[2].kafka.filterPatterns": `? \${file(filters.yml)} is a variable of the Serverless Framework`,
    });
  });

  it("are groups by event; those of other sources are counted", async () => {
    const { groups, leftOut } = await search(service, "serverless.yml");
    expect(groups.map(({ group, isWhole }) => [group, isWhole])).toEqual([
      ["functions.orders.events[1].msk", true],
      ["functions.orders.events[2].kafka", false],
    ]);
    expect([...leftOut]).toEqual([
      ["SQS", 1],
      ["DynamoDB", 2],
      ["Kinesis", 1],
      ["MQ", 1],
    ]);
  });

  it("know their places inside keys, quotes, escapes and behind anchors", async () => {
    const sites = await sitesIn(service, "serverless.yml");
    const at = (index: number, part: string) => {
      const site = sites[index];
      return site === undefined ? undefined : lineFrom(service, site.positionOf(site.text?.indexOf(part) ?? -1));
    };
    expect(at(0, "value")).toBe("value:");
    expect(at(0, "numeric")).toBe('numeric: [">", 10.50] }]');
    expect(at(0, "'s")).toBe("''s', \"a\\tb\"]");
    expect(at(0, "\\tb")).toBe('\\tb"]');
    expect(at(1, 'b\\"]')).toBe("b\"]}}'");
    expect(at(2, "new")).toBe("new]");
  });

  it("may stand in a file of functions, in a list of functions, or in resources", async () => {
    const functions = "orders:\n  events:\n    - msk: { filterPatterns: [{ value: { a: [1] } }] }\n";
    expect(textsByPath(await sitesIn(functions, "functions.yml"))).toEqual({
      "orders.events[0].msk.filterPatterns[0]": '{"value":{"a":[1]}}',
    });
    const list = `service: a\nprovider: {}\nfunctions:\n  - \${file(a.yml)}\n  - orders: { events: [{ msk: { filterPatterns: [{ value: { a: [1] } }] } }] }\n`;
    expect(textsByPath(await sitesIn(list, "serverless.yml"))).toEqual({
      "functions[1].orders.events[0].msk.filterPatterns[0]": '{"value":{"a":[1]}}',
    });
    const mapping =
      '{ Type: "AWS::Lambda::EventSourceMapping", Properties: { Topics: [a], FilterCriteria: { Filters: [{ Pattern: x }] } } }';
    expect(textsByPath(await sitesIn(`service: a\nprovider: {}\nresources:\n  Resources:\n    A: ${mapping}\n`, "serverless.yml"))).toEqual(
      {
        "resources.Resources.A.Properties.FilterCriteria.Filters[0].Pattern": "x",
      },
    );
    expect(
      textsByPath(await sitesIn(`service: a\nprovider: {}\nresources:\n  - Resources:\n      A: ${mapping}\n`, "serverless.yml")),
    ).toEqual({
      "resources[0].Resources.A.Properties.FilterCriteria.Filters[0].Pattern": "x",
    });
  });
});
