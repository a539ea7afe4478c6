import { cdkLines } from "./cdk.ts";
import { commentLines, headingOf } from "./comments.ts";
import { type SnippetSubject, undeclaredOf } from "./subject.ts";
import { yamlNames, yamlProperties } from "./yaml.ts";

/** Where no tag tells the logical id. */
const placeholder = "EventSourceMapping";

/** The properties to change of the mapping's resource in a template; for CDK, the lines that come to the same before it. */
export function cloudformationSnippet(subject: SnippetSubject): string[] {
  const { owner } = subject;
  const logicalId = owner?.logicalId ?? placeholder;
  const properties = yamlProperties(subject, "      ");
  const isCdk = owner?.tool === "cdk";
  return [
    ...commentLines([...headingOf(subject), ...undeclaredOf(subject, yamlNames)]),
    ...(isCdk ? cdkLines(subject) : []),
    ...(properties.length === 0
      ? []
      : [
          ...commentLines([
            isCdk ? "The template then has:" : "In the template, these properties of the resource; all others stay.",
            ...(owner?.logicalId === undefined ? [`${placeholder} stands for the logical id, which no tag tells.`] : []),
          ]),
          "Resources:",
          `  ${logicalId}:`,
          "    Type: AWS::Lambda::EventSourceMapping",
          "    Properties:",
          ...properties,
        ]),
  ];
}
