/** Does `work` every so many milliseconds until the function that it gives is called. */
export type Every = (ms: number, work: () => Promise<void>) => () => void;

/** In wall time, which AWS keeps to, whatever a fast sandbox does; alone it does not keep the process alive. */
export const inWallTime: Every = (ms, work) => {
  const timer = setInterval(() => void work(), ms).unref();
  return () => clearInterval(timer);
};
