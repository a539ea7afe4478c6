/** How a lint report can be printed. */
export const lintFormats = ["text", "json", "sarif", "junit", "github"] as const;
export type LintFormat = (typeof lintFormats)[number];
