import { download } from '@gnp/data/node';
import type { DownloadProgress } from '@gnp/data/node';
import { formatCount } from '@gnp/report';
import { renderBar } from '../terminal/bar.js';
import { drawnLine } from '../terminal/drawn-line.js';
import { isInteractive, styleOf } from '../terminal/style.js';
import { setUp } from '../usage-error.js';

/** Flags of `gnp data download`. */
export interface DownloadFlags {
  readonly dir?: string;
  readonly mirror?: string;
  readonly quiet?: boolean;
}

/**
 * `gnp data download NAME`: fetches a public data set, or goes on with that.
 *
 * @returns the exit status: 0, or 130 if it was interrupted
 */
export async function dataDownloadCommand(name: string, flags: DownloadFlags): Promise<number> {
  const { dir = `data/${name}`, mirror, quiet = false } = flags;
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  const progress = quiet ? notShown : showDownload();
  process.once('SIGINT', interrupt);
  try {
    const options = { dir, signal: stop.signal, onProgress: progress.update };
    await setUp(() => download(name, { ...options, ...(mirror !== undefined && { mirror }) }));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.stop();
    console.error(
      `Interrupted: what has come stays in ${dir}; the same command goes on from there.`,
    );
    return 130;
  } finally {
    process.off('SIGINT', interrupt);
    progress.stop();
  }
  console.log(
    quiet
      ? dir
      : `${name} is in ${dir}. Take it by --set dataset.name=${name} --set dataset.dir=${dir}`,
  );
  return 0;
}

const notShown = {
  update: () => undefined,
  stop() {
    // nothing was drawn that would have to be taken back
  },
};

/** A bar on a terminal; elsewhere a line for each file. */
function showDownload() {
  const { stderr } = process;
  if (!isInteractive(stderr, process.env)) {
    let last: string | undefined;
    return {
      update({ file }: DownloadProgress) {
        if (file !== last) console.error(`Fetching ${file} …`);
        last = file;
      },
      stop: notShown.stop,
    };
  }
  const line = drawnLine(stderr, () => performance.now());
  const style = styleOf(stderr);
  return {
    update: ({ file, received, total }: DownloadProgress) =>
      line.update(() => {
        const of = total === undefined ? '' : ` of ${formatCount(total)}`;
        const parts = [file, `${formatCount(received)}${of} bytes`];
        return renderBar(total ? received / total : 0, parts, { columns: stderr.columns, style });
      }),
    stop: line.stop,
  };
}
