import type { ServiceRequest, ServiceResponse } from "./world.ts";

/** The only account that fauxqs knows. */
const fauxqsAccount = "000000000000";

/** Actions whose body holds what a user wrote: changing it would break its MD5, and fauxqs reads no ARN in there. */
const contentActions = new Set(["SendMessage", "SendMessageBatch", "ReceiveMessage"]);
const contentParameter = /^(Message|Subject|MessageAttributes|PublishBatchRequestEntries)\b/;

/** The body of a request about our account, as fauxqs needs it: ARNs of queues and topics name its own account. */
export function toFauxqsAddresses(request: ServiceRequest, accountId: string, action: string): Uint8Array {
  if (contentActions.has(action)) return request.body;
  const ours = new RegExp(`(arn:aws:(?:sqs|sns):[^:"\\s]*:)${accountId}(?=:)`, "g");
  const replaced = (text: string) => text.replace(ours, `$1${fauxqsAccount}`);
  const text = Buffer.from(request.body).toString("utf8");
  return Buffer.from(isForm(request) ? changeParameters(text, replaced) : replaced(text));
}

/** The reverse, for ARNs and owners in an answer; queue URLs get the host that the client called. */
export function fromFauxqsAddresses(
  response: ServiceResponse,
  request: ServiceRequest,
  accountId: string,
  action: string,
): ServiceResponse {
  if (contentActions.has(action)) return response;
  const host = request.headers.get("host") ?? "127.0.0.1";
  const text = Buffer.from(response.body).toString("utf8");
  const body = text
    .replace(/(arn:aws:(?:sqs|sns):[^:"<\s]*:)000000000000(?=:)/g, `$1${accountId}`)
    // fauxqs 2.4.1 answers sqs.<Region>.localhost, which not every resolver knows.
    .replace(/https?:\/\/[^/"\s]+\/000000000000(?=\/)/g, `http://${host}/${accountId}`)
    .replace(/>000000000000</g, `>${accountId}<`);
  return { ...response, body };
}

function isForm({ headers }: ServiceRequest): boolean {
  return (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
}

function changeParameters(text: string, change: (value: string) => string): string {
  const parameters = [...new URLSearchParams(text)].map(([name, value]): [string, string] => [
    name,
    contentParameter.test(name) ? value : change(value),
  ]);
  return new URLSearchParams(parameters).toString();
}
