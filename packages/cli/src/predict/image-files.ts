import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file to predict, or why there is none under a name. */
export type ImageFile =
  { readonly path: string } | { readonly path: string; readonly error: string };

const isImage = (name: string) => /\.(jpe?g|png)$/i.test(name);

/** Files as they are named; for a folder, the JPEG and PNG files in it and in its folders, sorted, without hidden ones. */
export async function imageFilesOf(path: string): Promise<ImageFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ path }];
    const found = await imagesIn(path);
    return found.length > 0
      ? found.map((file) => ({ path: file }))
      : [{ path, error: 'the folder holds no JPEG or PNG files' }];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return [{ path, error: code === 'ENOENT' ? 'there is no such file' : message }];
  }
}

async function imagesIn(dir: string): Promise<string[]> {
  const entries = (await readdir(dir, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) files.push(...(await imagesIn(path)));
    else if (isImage(entry.name)) files.push(path);
  }
  return files;
}
