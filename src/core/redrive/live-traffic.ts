/** The function's traffic beside the run's own. Throws MskctlError. */
export interface LiveTraffic {
  /** Throttled invocations in the last minutes, the run's own included; undefined: no data. */
  look(): Promise<{ readonly throttles: number | undefined }>;
}
