import type { ArtifactLocation } from "./artifact-location.ts";

// What mskctl writes of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), in its own spelling.

export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  /** What the columns of all regions count. */
  readonly columnKind: "utf16CodeUnits";
  readonly invocations: readonly [SarifInvocation];
  readonly results: readonly SarifResult[];
}

interface SarifDriver {
  readonly name: string;
  readonly semanticVersion: string;
  readonly rules: readonly SarifRule[];
}

export type SarifLevel = "error" | "warning" | "note";

interface SarifText {
  readonly text: string;
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: SarifText;
  readonly fullDescription: SarifText;
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly help: SarifText;
  /** Absolute (section 3.49.12). */
  readonly helpUri?: string;
}

/** What is to be said of the run itself: files that could not be read, gates. */
interface SarifInvocation {
  readonly executionSuccessful: boolean;
  readonly toolExecutionNotifications: readonly SarifNotification[];
}

export interface SarifNotification {
  readonly level: SarifLevel;
  readonly message: SarifText;
  readonly locations?: readonly SarifLocation[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: SarifText;
  readonly locations: readonly SarifLocation[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly SarifSuppression[];
  readonly fixes?: readonly SarifFix[];
}

export interface SarifLocation {
  readonly physicalLocation?: { readonly artifactLocation: ArtifactLocation; readonly region?: SarifRegion };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
}

export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** Behind the last character. */
  readonly endColumn: number;
}

export interface SarifSuppression {
  readonly kind: "inSource" | "external";
  readonly justification: string;
}

export interface SarifFix {
  readonly description: SarifText;
  readonly artifactChanges: readonly {
    readonly artifactLocation: ArtifactLocation;
    readonly replacements: readonly { readonly deletedRegion: SarifRegion; readonly insertedContent: SarifText }[];
  }[];
}

/**
 * Text from outside must not become a link: `[text](target)` is one in plain messages, too (section 3.11.6). Braces stay
 * single although section 3.11.5 wants them doubled: viewers expand only messages that have arguments, and would show both.
 */
export function sarifText(text: string): SarifText {
  return { text: text.replaceAll("](", "] (") };
}
