/** Stops the program as Ctrl-Z does a shell's job; resolves when it goes on. */
export function stopProcess(): Promise<void> {
  return new Promise((resolve) => {
    // The whole group, as the terminal would: npm and the shell's pipe go along. A timer ends only after the process runs again, also
    // where there is no shell to stop for and the signal does nothing.
    process.kill(0, "SIGTSTP");
    setTimeout(resolve, 50);
  });
}
