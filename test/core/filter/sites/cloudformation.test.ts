import { describe, expect, it } from "vitest";
import { groupsIn, lineFrom, search, sitesIn, textsByPath } from "./searching.ts";

const orders = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::LanguageExtensions
Parameters:
  Status: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Status, prod]
Resources:
  Orders:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !GetAtt Handler.Arn
      EventSourceArn: !Sub arn:aws:kafka:\${AWS::Region}:\${AWS::AccountId}:cluster/shop/1
      Topics: [orders]
      FilterCriteria:
        Filters:
          - Pattern: '{"value":{"status":["isn''t"]}}'
          - Pattern: !Sub '{"value":{"kind":["new"]}}'
          - Pattern: !Sub '{"value":{"status":["\${Status}"]}}'
          - Pattern: !Sub ['{"value":{"kind":["old"]}}', {}]
          - Pattern: { Ref: Status }
          - Pattern: !Join ["", ['{"value":', "x}"]]
          - Pattern:
              Fn::ToJsonString:
                value:
                  amount: [{ numeric: [">", 10] }]
          - Pattern:
              Fn::ToJsonString:
                value:
                  amount: [!Ref Status]
          - !If [IsProd, { Pattern: '{"value":{}}' }, !Ref AWS::NoValue]
          - Pattern: '{"value":{"secret":["{{resolve:ssm:/a}}"]}}'
`;
const path = "Resources.Orders.Properties.FilterCriteria.Filters";

describe("the filters of a CloudFormation template", () => {
  it("are found with their text, or why it is not known before a deployment", async () => {
    expect(textsByPath(await sitesIn(orders))).toEqual({
      [`${path}[0].Pattern`]: `{"value":{"status":["isn't"]}}`,
      [`${path}[1].Pattern`]: '{"value":{"kind":["new"]}}',
      [`${path}[2].Pattern`]: `? !Sub with \${Status} is known only when the stack is deployed`,
      [`${path}[3].Pattern`]: '{"value":{"kind":["old"]}}',
      [`${path}[4].Pattern`]: "? Ref Status is known only when the stack is deployed",
      [`${path}[5].Pattern`]: "? !Join is known only when the stack is deployed",
      [`${path}[6].Pattern`]: '{"value":{"amount":[{"numeric":[">",10]}]}}',
      [`${path}[7].Pattern`]: "? !Ref Status is known only when the stack is deployed",
      [`${path}[8]`]: "? !If is known only when the stack is deployed",
      [`${path}[9].Pattern`]: "? {{resolve:ssm:/a}} is known only when the stack is deployed",
    });
  });

  it("are one group, which is not whole while a condition decides on one of them", async () => {
    const [group, ...others] = await groupsIn(orders);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      group: "Resources.Orders",
      path,
      source: "template.yaml",
      isWhole: false,
      position: { line: 15, column: 9 },
    });
    expect(new Set((await sitesIn(orders)).map((site) => site.group))).toEqual(new Set(["Resources.Orders"]));
  });

  it("know the place of each character", async () => {
    const sites = await sitesIn(orders);
    const lineOf = (index: number, part: string) => {
      const site = sites[index];
      return site === undefined ? undefined : lineFrom(orders, site.positionOf(site.text?.indexOf(part) ?? 0));
    };
    expect(lineOf(0, "'t")).toBe(`''t"]}}'`);
    expect(lineOf(1, "kind")).toBe(`kind":["new"]}}'`);
    expect(lineOf(3, "old")).toBe(`old"]}}', {}]`);
    expect(lineOf(6, '">"')).toBe('">", 10] }]');
    expect(lineOf(6, "10")).toBe("10] }]");
    expect(lineOf(7, "")).toBe("Status]");
  });

  it("are read as YAML 1.1 has it where they are objects", async () => {
    const text = `Resources:
  A:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      Topics: [a]
      FilterCriteria:
        Filters:
          - Pattern:
              Fn::ToJsonString: { value: { a: [yes, "no", 0x10, 1_000, 017, .5, 1.50, 9007199254740993, ~, 1e3] } }
`;
    const [site] = await sitesIn(text);
    expect(site?.text).toBe('{"value":{"a":[true,"no",16,1000,15,0.5,1.50,9007199254740993,null,1e3]}}');
  });

  it("may be an object by mistake, which is told", async () => {
    const text =
      'Resources: {A: {Type: "AWS::Lambda::EventSourceMapping", Properties: {Topics: [a], FilterCriteria: {Filters: [{Pattern: {value: {a: [1]}}}]}}}}';
    const [group] = await groupsIn(text);
    expect(group?.filters).toMatchObject([{ kind: "pattern", objectForText: true, site: { text: '{"value":{"a":[1]}}' } }]);
  });

  it("may all together be known only later", async () => {
    const text = `Resources:
  A:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      Topics: [a]
      FilterCriteria: !If [IsProd, {Filters: []}, !Ref AWS::NoValue]
  B:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      Topics: [a]
      FilterCriteria:
        Filters: !Ref Filters
`;
    expect(textsByPath(await sitesIn(text))).toEqual({
      "Resources.A.Properties.FilterCriteria": "? !If is known only when the stack is deployed",
      "Resources.B.Properties.FilterCriteria.Filters": "? !Ref Filters is known only when the stack is deployed",
    });
  });

  it("are found inside a loop, where every text is a template of its variable", async () => {
    const text = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics:
    - Topic
    - [orders, payments]
    - Mapping\${Topic}:
        Type: AWS::Lambda::EventSourceMapping
        Properties:
          Topics: [!Ref Topic]
          FilterCriteria:
            Filters:
              - Pattern: '{"value":{"topic":["\${Topic}"]}}'
              - Pattern: '{"value":{"a":["b"]}}'
`;
    const sites = await sitesIn(text);
    expect(sites.map(({ path: each }) => each)).toEqual([
      `Resources.Fn::ForEach::Topics[2]["Mapping\${Topic}"].Properties.FilterCriteria.Filters[0].Pattern`,
      `Resources.Fn::ForEach::Topics[2]["Mapping\${Topic}"].Properties.FilterCriteria.Filters[1].Pattern`,
    ]);
    expect(sites.map((site) => site.text ?? site.unknown)).toEqual([
      `\${Topic} is known only when the stack is deployed`,
      '{"value":{"a":["b"]}}',
    ]);
  });
});

describe("CDK's template", () => {
  // `JSON.stringify` around what FilterCriteria.filter has stringified already.
  const template = (pattern: unknown) =>
    JSON.stringify(
      {
        Resources: {
          OrdersKafkaEventSource1A2B3C: {
            Type: "AWS::Lambda::EventSourceMapping",
            Properties: {
              FilterCriteria: { Filters: [{ Pattern: pattern }] },
              FunctionName: { Ref: "Orders0F1E2D" },
              SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ["b-1:9092"] } },
              Topics: ["orders"],
            },
            Metadata: { "aws:cdk:path": "Shop/Orders/Resource", mskctl: { ignore: ["MSK104"] } },
          },
        },
      },
      null,
      1,
    );

  it("has patterns as text inside text, each character with its place", async () => {
    const text = template(JSON.stringify({ value: { status: ['a"b'] } }));
    const [site] = await sitesIn(text, "Shop.template.json");
    expect(site?.text).toBe('{"value":{"status":["a\\"b"]}}');
    expect(lineFrom(text, site?.positionOf(site.text?.indexOf("status") ?? 0) ?? { line: 1, column: 1 })).toMatch(/^status\\":/);
    expect(lineFrom(text, site?.positionOf(site.text?.indexOf('b"]') ?? 0) ?? { line: 1, column: 1 })).toBe('b\\"]}}"');
    expect(site?.ignored).toEqual(["MSK104"]);
  });

  it("keeps a pattern that was written as JSON twice as it is", async () => {
    const twice = JSON.stringify(JSON.stringify({ value: { status: ["ok"] } }));
    expect((await sitesIn(template(twice), "Shop.template.json")).map(({ text }) => text)).toEqual([twice]);
  });

  it("joins what is known only later", async () => {
    const pattern = { "Fn::Join": ["", ['{"value":{"a":["', { Ref: "Status" }, '"]}}']] };
    expect((await sitesIn(template(pattern), "Shop.template.json")).map(({ unknown }) => unknown)).toEqual([
      "Fn::Join is known only when the stack is deployed",
    ]);
  });

  it("writes objects by Fn::ToJsonString, doubled names and odd numbers as they are", async () => {
    const text = template(0).replace(
      '"Pattern": 0',
      '"Pattern": {"Fn::ToJsonString": {"value": {"a": [1.0],  "a": [12345678901234567890]}}}',
    );
    expect((await sitesIn(text, "Shop.template.json")).map((site) => site.text)).toEqual([
      '{"value":{"a":[1.0],"a":[12345678901234567890]}}',
    ]);
  });
});

describe("a SAM function", () => {
  const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata:
      mskctl:
        ignore: [MSK104, msk110]
    Properties:
      Handler: app.handler
      Events:
        Msk:
          Type: MSK
          Properties:
            Stream: !GetAtt Cluster.Arn
            Topics: [orders]
            FilterCriteria:
              Filters:
                - Pattern: '{"value":{"a":["b"]}}'
        Own:
          Type: SelfManagedKafka
          Properties:
            KafkaBootstrapServers: [broker:9092]
            FilterCriteria: {Filters: [{Pattern: '{"value":{"c":["d"]}}'}]}
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            FilterCriteria: {Filters: [{Pattern: '{"body":{}}'}, {Pattern: '{"body":{}}'}]}
        Table:
          Type: DynamoDB
          Properties: {FilterCriteria: {Filters: [{Pattern: '{"dynamodb":{}}'}]}}
        Rule:
          Type: EventBridgeRule
          Properties: {Pattern: {source: [aws.s3]}}
        Api: {Type: HttpApi}
`;

  it("has a group for each Kafka event, and counts the patterns of other sources", async () => {
    const { groups, leftOut } = await search(sam);
    expect(groups.map(({ group }) => group)).toEqual(["Resources.Orders.Properties.Events.Msk", "Resources.Orders.Properties.Events.Own"]);
    expect(textsByPath(await sitesIn(sam))).toEqual({
      "Resources.Orders.Properties.Events.Msk.Properties.FilterCriteria.Filters[0].Pattern": '{"value":{"a":["b"]}}',
      "Resources.Orders.Properties.Events.Own.Properties.FilterCriteria.Filters[0].Pattern": '{"value":{"c":["d"]}}',
    });
    expect([...leftOut]).toEqual([
      ["SQS", 2],
      ["DynamoDB", 1],
    ]);
  });

  it("tells by its metadata what is not to be heard of", async () => {
    for (const site of await sitesIn(sam)) expect(site.ignored).toEqual(["MSK104", "MSK110"]);
  });
});

describe("a mapping of a template is taken for one of Kafka", () => {
  const mapping = (properties: string) => `Resources:
  Cluster: {Type: "AWS::MSK::ServerlessCluster"}
  Queue: {Type: "AWS::SQS::Queue"}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      ${properties}
      FilterCriteria: {Filters: [{Pattern: '{}'}]}
`;

  it.each([
    ["Topics: [a]"],
    ["SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: [b]}}"],
    ["AmazonManagedKafkaEventSourceConfig: {ConsumerGroupId: a}"],
    ["SelfManagedKafkaEventSourceConfig: {ConsumerGroupId: a}"],
    ["EventSourceArn: arn:aws:kafka:eu-central-1:1:cluster/a/b"],
    ["EventSourceArn: !Ref Cluster"],
    ["EventSourceArn: !GetAtt Cluster.Arn"],
    ["EventSourceArn: !ImportValue shop-Kafka-arn"],
    ['EventSourceArn: {"Fn::Join": ["", ["arn:", {Ref: "AWS::Partition"}, ":kafka:x"]]}'],
  ])("for %s", async (properties) => {
    const { groups, leftOut } = await search(mapping(properties));
    expect([groups.length, leftOut.size]).toEqual([1, 0]);
  });

  it.each([
    ["EventSourceArn: arn:aws:sqs:eu-central-1:1:q", "SQS"],
    ["EventSourceArn: !GetAtt Queue.Arn", "SQS"],
    ['EventSourceArn: {"Fn::GetAtt": [Queue, Arn]}', "SQS"],
    ["EventSourceArn: arn:aws:kinesis:eu-central-1:1:stream/s", "Kinesis"],
    ["EventSourceArn: arn:aws:dynamodb:eu-central-1:1:table/t/stream/s", "DynamoDB"],
    ["EventSourceArn: arn:aws:mq:eu-central-1:1:broker:b", "MQ"],
    ["Queues: [q]", "MQ"],
    ["DocumentDBEventSourceConfig: {DatabaseName: d}", "DocumentDB"],
    ["EventSourceArn: !Ref StreamArn", "unknown"],
    ["BatchSize: 1", "unknown"],
  ])("not for %s, which is %s", async (properties, source) => {
    const { groups, leftOut } = await search(mapping(properties));
    expect([groups.length, [...leftOut]]).toEqual([0, [[source, 1]]]);
  });
});
