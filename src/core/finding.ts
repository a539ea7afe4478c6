/** What a check has to say. Ids never change meaning; `docs/findings.md` lists them all. */
export interface Finding {
  /** MSK001–099 mapping, 1xx filter, 2xx lag, 3xx redrive, 4xx tune. */
  readonly id: `MSK${string}`;
  readonly severity: Severity;
  readonly message: string;
  /** Where in the checked document, e.g. `ProvisionedPollerConfig.MaximumPollers`. */
  readonly path?: string;
  /** The figures that the message rests on. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** A command that can be pasted. */
  readonly fix?: string;
}

/** error: AWS refuses it, or it cannot work. warning: valid, but probably not meant. info: depends on data. */
export type Severity = "error" | "warning" | "info";

export const severities = ["error", "warning", "info"] as const satisfies readonly Severity[];

/** True when any finding is at least as severe as `threshold`; `never` is reached by none. */
export function reaches(findings: readonly Finding[], threshold: Severity | "never"): boolean {
  if (threshold === "never") return false;
  const limit = severities.indexOf(threshold);
  return findings.some((finding) => severities.indexOf(finding.severity) <= limit);
}

/** Most severe first; findings of one severity keep their order. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
