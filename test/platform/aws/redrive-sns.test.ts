import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueOfTopic, queuesOfTopic } from "../../../src/platform/aws/redrive-sns.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

useMockedAws();

const snsUrl = "https://sns.eu-central-1.amazonaws.com";
const topic = "arn:aws:sns:eu-central-1:123456789012:failed";
const queue = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;
const subscriptionOf = (name: string) => `${topic}:${name}`;

function answers(asked: Readonly<Record<string, string>>, status: number, body: string) {
  return nock(snsUrl)
    .post("/", { Version: "2010-03-31", ...asked })
    .reply(status, body, { "content-type": "text/xml" });
}
interface Subscription {
  readonly protocol?: string;
  readonly endpoint: string;
  readonly arn: string;
}
function lists(subscriptions: readonly Subscription[], { token, next }: { readonly token?: string; readonly next?: string } = {}) {
  const members = subscriptions.map(
    ({ protocol = "sqs", endpoint, arn }) =>
      `<member><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`,
  );
  return answers(
    { Action: "ListSubscriptionsByTopic", TopicArn: topic, ...(token === undefined ? {} : { NextToken: token }) },
    200,
    `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join("")}</Subscriptions>${
      next === undefined ? "" : `<NextToken>${next}</NextToken>`
    }</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
  );
}
const asksFor = (arn: string) => ({ Action: "GetSubscriptionAttributes", SubscriptionArn: arn });
function delivers(arn: string, attributes: Readonly<Record<string, string>>) {
  const entries = Object.entries(attributes).map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`);
  return answers(
    asksFor(arn),
    200,
    `<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes>${entries.join("")}</Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>`,
  );
}
const failure = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`;
const subscribed = (name: string) => ({ endpoint: queue(name), arn: subscriptionOf(name) });

describe("the queues of a topic", () => {
  it("are those that are subscribed and confirmed, page by page, with how messages come", async () => {
    lists(
      [
        subscribed("one"),
        { protocol: "email", endpoint: "ops@example.com", arn: subscriptionOf("mail") },
        { endpoint: queue("pending"), arn: "PendingConfirmation" },
      ],
      { next: "p2" },
    );
    delivers(subscriptionOf("one"), { RawMessageDelivery: "true" });
    lists([subscribed("two")], { token: "p2" });
    delivers(subscriptionOf("two"), { RawMessageDelivery: "false", FilterPolicy: '{"condition":["RetryAttemptsExhausted"]}' });
    expect(await queuesOfTopic(mockedAws(), topic)).toEqual([
      { queueArn: queue("one"), isRaw: true, isFiltered: false },
      { queueArn: queue("two"), isRaw: false, isFiltered: true },
    ]);
  });

  it("are told without how messages come, to those who may not ask", async () => {
    lists([subscribed("one")]);
    answers(asksFor(subscriptionOf("one")), 403, failure("AuthorizationError"));
    expect(await queueOfTopic(mockedAws(), topic)).toEqual({ queueArn: queue("one"), isRaw: undefined, isFiltered: undefined });
  });

  it("are none: the error says what to type", async () => {
    lists([{ protocol: "lambda", endpoint: "arn:aws:lambda:eu-central-1:123456789012:function:x", arn: subscriptionOf("x") }]);
    expect(await errorOf(queueOfTopic(mockedAws(), topic))).toMatchObject({
      code: "not-found",
      message: `topic ${topic} keeps no documents, and no queue is subscribed to it`,
      suggestions: [expect.stringContaining("sqs:QUEUE"), expect.stringContaining(topic)],
    });
  });

  it("are several: the error names them", async () => {
    lists([subscribed("one"), subscribed("two")]);
    delivers(subscriptionOf("one"), {});
    delivers(subscriptionOf("two"), {});
    expect(await errorOf(queueOfTopic(mockedAws(), topic))).toMatchObject({
      code: "ambiguous",
      suggestions: [`mskctl redrive sqs:${queue("one")}`, `mskctl redrive sqs:${queue("two")}`],
      details: { candidates: [queue("one"), queue("two")] },
    });
  });

  it.each([
    [404, "NotFound", { code: "not-found", message: expect.stringContaining(`topic ${topic}`) }],
    [403, "AuthorizationError", { code: "not-permitted", details: { action: "sns:ListSubscriptionsByTopic" } }],
  ])("answer %i as an error of ours", async (status, code, expected) => {
    answers({ Action: "ListSubscriptionsByTopic", TopicArn: topic }, status, failure(code));
    expect(await errorOf(queuesOfTopic(mockedAws(), topic))).toMatchObject(expected);
  });
});

describe("in the sandbox", () => {
  let front: TestFront;
  beforeAll(async () => {
    nock.enableNetConnect("127.0.0.1");
    front = await startTestFront((region) => testWorld({ region }), { resources: [queue("failed")] });
  });
  afterAll(async () => {
    await front.close();
    nock.disableNetConnect();
  });

  it("a queue is found behind its topic", async () => {
    const sns = new SNSClient(front.client);
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "failed" }));
    const Attributes = { RawMessageDelivery: "true" };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue("failed"), Attributes }));
    expect(await queueOfTopic(mockedAws({ endpointUrl: front.endpoint }), TopicArn)).toEqual({
      queueArn: queue("failed"),
      isRaw: true,
      isFiltered: false,
    });
  });
});
