import { commentLines, headingOf } from "./comments.ts";
import { type SnippetSubject, undeclaredOf } from "./subject.ts";
import { yamlNames, yamlProperties } from "./yaml.ts";

/** Where no tag tells the names. */
const placeholders = { functionId: "Function", event: "Event" };

/** The properties to change of an event of an AWS::Serverless::Function. */
export function samSnippet(subject: SnippetSubject): string[] {
  const { owner, mapping, wanted } = subject;
  const functionId = owner?.functionLogicalId;
  const event = eventOf(owner?.logicalId, functionId);
  const isManaged = mapping.EventSourceArn !== undefined;
  const properties = yamlProperties(subject, "            ");
  const notes = [
    "In the template, these properties of the function's event; all others stay.",
    ...(functionId === undefined ? [`${placeholders.functionId} stands for the function's logical id, which no tag tells.`] : []),
    ...(event === undefined ? [`${placeholders.event} stands for the name of the event, which no tag tells.`] : []),
    // SAM Developer Guide, SelfManagedKafka; serverless-application-model, eventsources/pull.py.
    ...(isManaged || wanted.update.MaximumBatchingWindowInSeconds === undefined
      ? []
      : ["SAM's guide does not list MaximumBatchingWindowInSeconds for SelfManagedKafka; its translator takes it all the same."]),
  ];
  return [
    ...commentLines([...headingOf(subject), ...undeclaredOf(subject, yamlNames)]),
    ...(properties.length === 0
      ? []
      : [
          ...commentLines(notes),
          "Resources:",
          `  ${functionId ?? placeholders.functionId}:`,
          "    Type: AWS::Serverless::Function",
          "    Properties:",
          "      Events:",
          `        ${event ?? placeholders.event}:`,
          `          Type: ${isManaged ? "MSK" : "SelfManagedKafka"}`,
          "          Properties:",
          ...properties,
        ]),
  ];
}

/** SAM names the mapping after both (SAM Developer Guide, generated resources). */
function eventOf(logicalId: string | undefined, functionId: string | undefined): string | undefined {
  if (logicalId === undefined || functionId === undefined || !logicalId.startsWith(functionId)) return undefined;
  return logicalId.slice(functionId.length) || undefined;
}
