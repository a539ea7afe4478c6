import type { DecodeUtf8 } from "./byte-tools.ts";
import { type DocumentMembers, membersIn } from "./document-members.ts";
import { textIn } from "./json-values.ts";
import { openBracket } from "./sample-ascii.ts";
import { jsonItems } from "./sample-json.ts";

/** What JSON is that is no failure document of a Kafka mapping; undefined when an unfinished one does not tell yet. */
export function foreignKind(members: DocumentMembers, decodeUtf8: DecodeUtf8): string | undefined {
  const { names, values, state, bytes } = members;
  const text = (name: string) => textIn(bytes, values.get(name), decodeUtf8);
  for (const [name, what] of telling) if (names.has(name)) return what;
  if (names.has("Service") && names.has("Event") && text("Event") === "s3:TestEvent") return "a test event of S3";
  if (names.has("TopicArn") && values.has("Type") && text("Type") !== "Notification") return "a message of SNS itself";
  if (names.has("Records") && values.has("Records")) return notificationKind(members, decodeUtf8);
  if (state === "unfinished") return undefined;
  if (state === "not-object") return "JSON that is no object";
  if (names.has("TopicArn")) return "an SNS message";
  return names.has("records") ? "an event of a function" : "some other JSON object";
}

const telling: ReadonlyMap<string, string> = new Map([
  ["KinesisBatchInfo", "a failure document of a Kinesis mapping"],
  ["DDBStreamBatchInfo", "a failure document of a DynamoDB mapping"],
  ["requestPayload", "a document of an asynchronous invocation"],
]);

/** Services other than Kafka put their records into one list. */
function notificationKind({ bytes, values }: DocumentMembers, decodeUtf8: DecodeUtf8): string {
  const records = values.get("Records");
  const [first] = records !== undefined && bytes[records.start] === openBracket ? jsonItems(bytes, records.start, records.end) : [];
  const source = textIn(bytes, membersIn(bytes, first, ["eventSource"]).get("eventSource"), decodeUtf8);
  return source === "aws:s3" ? "an event notification of S3" : "an event notification";
}
