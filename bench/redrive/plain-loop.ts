import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { secondsSince } from "../processes.ts";
import { functionName, region } from "./place.ts";

/**
 * What people write today: receive, hand each message to the function, delete it. It sends the document, not the records, and takes the
 * first empty answer for the end. Gives seconds.
 */
export async function plainLoop(port: string, queueUrl: string): Promise<number> {
  const configuration = { endpoint: `http://127.0.0.1:${port}`, region, credentials: { accessKeyId: "bench", secretAccessKey: "bench" } };
  const [sqs, lambda] = [new SQSClient(configuration), new LambdaClient(configuration)];
  const startedAt = performance.now();
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return secondsSince(startedAt);
    for (const { Body = "", ReceiptHandle } of Messages) {
      await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(Body) }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}
