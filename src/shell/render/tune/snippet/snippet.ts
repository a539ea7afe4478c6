import type { Owner } from "../../../../core/mapping/owner.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import { wantedSettings } from "../../../../core/tuning/wanted-settings.ts";
import { cliSnippet } from "./cli.ts";
import { cloudformationSnippet } from "./cloudformation.ts";
import { commentLines } from "./comments.ts";
import { jsonSnippet } from "./json.ts";
import { samSnippet } from "./sam.ts";
import { functionNote, type SnippetSubject } from "./subject.ts";
import { terraformSnippet } from "./terraform.ts";

export const snippetForms = ["terraform", "cloudformation", "sam", "cli", "json"] as const;

export type SnippetForm = (typeof snippetForms)[number];

/** The settings that a report would have somebody set, in one form, without a final line feed. Nothing to set: `{}` as JSON, else a comment. */
export function snippetOf(form: SnippetForm, report: TuneReport): string {
  const subject = subjectOf(report);
  if (subject === undefined) return form === "json" ? "{}" : commentLines([nothingPhrase(report)]).join("\n");
  return writers[form](subject).join("\n");
}

/** Why there is nothing to set. */
function nothingPhrase({ name, verdict, whatIf }: TuneReport): string {
  const why = whatIf === undefined ? withoutRecommendation[verdict] : undefined;
  return why === undefined
    ? `mskctl tune: nothing to change of mapping ${name}.`
    : `mskctl tune: nothing is recommended for mapping ${name}: ${why}.`;
}

const withoutRecommendation: Partial<Record<TuneReport["verdict"], string>> = {
  "no data": "too little is known",
  advice: "something comes first that is none of these settings",
  unreachable: "no settings keep to the goals",
};

/** What the form has no comment for, in words. */
export function notesBeside(form: SnippetForm, report: TuneReport): readonly string[] {
  const subject = subjectOf(report);
  return subject === undefined || form !== "json" ? [] : functionNote(subject);
}

/** What has to be changed where the mapping is deployed from; undefined where nobody is known to own it, or nothing is to be changed. */
export function ownedSnippet(report: TuneReport): { readonly form: SnippetForm; readonly text: string } | undefined {
  if (report.owner === undefined || subjectOf(report) === undefined) return undefined;
  const form = formOf(report.owner);
  return { form, text: snippetOf(form, report) };
}

function subjectOf(report: TuneReport): SnippetSubject | undefined {
  const { mapping, name, owner } = report;
  const wanted = wantedSettings(report);
  return wanted && { mapping, name, owner, wanted };
}

/** CDK deploys by CloudFormation, and has a form of its own in its snippet only. */
function formOf({ tool }: Owner): SnippetForm {
  return tool === "cdk" ? "cloudformation" : tool;
}

const writers: Readonly<Record<SnippetForm, (subject: SnippetSubject) => string[]>> = {
  terraform: terraformSnippet,
  cloudformation: cloudformationSnippet,
  sam: samSnippet,
  cli: cliSnippet,
  json: jsonSnippet,
};
