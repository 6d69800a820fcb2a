import { spawnSync } from 'node:child_process';

/** An interpreter that has these modules; the system's first, since it is Debian's PyTorch that is meant. */
export function findPython(modules: string, given?: string): string | undefined {
  const has = (command: string) =>
    spawnSync(command, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0;
  return (given ? [given] : ['/usr/bin/python3', 'python3']).find(has);
}
