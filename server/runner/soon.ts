/** Something that is done once for many askings, `ms` after the first of them. */
export interface Soon {
  ask: () => void;
  close: () => void;
}

export function soon(work: () => void, ms: number): Soon {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, ms);
    },
    close: () => clearTimeout(timer),
  };
}
