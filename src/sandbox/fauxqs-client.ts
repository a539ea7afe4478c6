import type { Fauxqs } from "./fauxqs.ts";
import type { ServiceRequest, ServiceResponse } from "./world.ts";

/** Calls of SQS, SNS and S3 from within the sandbox, by the same apps that clients reach through the front. */
export interface FauxqsClient {
  sendMessage(queueArn: string, body: string): Promise<CallAnswer>;
  publish(topicArn: string, message: string): Promise<CallAnswer>;
  putObject(bucketArn: string, key: string, body: string): Promise<CallAnswer>;
}

/** What the service said; its result is of no interest here. */
export type CallAnswer = { readonly kind: "done" } | Refused;

interface Refused {
  readonly kind: "refused";
  readonly errorName: string;
  readonly message: string;
}

/** `accountId`: the only account whose queues and topics there are. Buckets belong to none that could be told. */
export function createFauxqsClient(fauxqs: Pick<Fauxqs, "sqs" | "sns" | "s3InProcess">, accountId: string): FauxqsClient {
  return {
    async sendMessage(queueArn, body) {
      const { region, owner, name } = partsOf(queueArn);
      // fauxqs finds a queue by its name alone.
      if (owner !== accountId) return refused("QueueDoesNotExist", "The specified queue does not exist.");
      const headers = { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" };
      const call = JSON.stringify({ QueueUrl: `http://127.0.0.1/${accountId}/${name}`, MessageBody: body });
      const response = await fauxqs.sqs.handle(requestOf("POST", "/", headers, call), { region, accountId });
      return answerOf(response, ofJson);
    },
    async publish(topicArn, message) {
      const { region } = partsOf(topicArn);
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const call = String(new URLSearchParams({ Action: "Publish", Version: "2010-03-31", TopicArn: topicArn, Message: message }));
      const response = await fauxqs.sns.handle(requestOf("POST", "/", headers, call), { region, accountId });
      return answerOf(response, ofXml);
    },
    async putObject(bucketArn, key, body) {
      const path = `/${[partsOf(bucketArn).name, ...key.split("/")].map(encodeURIComponent).join("/")}`;
      const headers = { "content-type": "application/octet-stream" };
      return answerOf(await fauxqs.s3InProcess(requestOf("PUT", path, headers, body)), ofXml);
    },
  };
}

function partsOf(arn: string): { readonly region: string; readonly owner: string; readonly name: string } {
  const [, , , region = "", owner = "", name = ""] = arn.split(":");
  return { region, owner, name };
}

function requestOf(method: string, path: string, headers: Readonly<Record<string, string>>, body: string): ServiceRequest {
  return { method, path, query: new URLSearchParams(), headers: new Map(Object.entries(headers)), body: Buffer.from(body) };
}

function answerOf(response: ServiceResponse, read: (text: string) => Refused): CallAnswer {
  return response.status < 300 ? { kind: "done" } : read(Buffer.from(response.body).toString("utf8"));
}

/** `__type` has the model's namespace before the name. */
function ofJson(text: string): Refused {
  const { __type = "", message = "" } = JSON.parse(text) as { readonly __type?: string; readonly message?: string };
  return refused(__type.split("#").at(-1) ?? "", message);
}

function ofXml(text: string): Refused {
  const inside = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? "";
  return refused(inside("Code"), inside("Message"));
}

function refused(errorName: string, message: string): Refused {
  return { kind: "refused", errorName, message };
}
