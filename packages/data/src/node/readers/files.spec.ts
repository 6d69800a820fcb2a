import { gzipSync } from 'node:zlib';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import { checkFolder, findFile, readBytes, readClassNames } from './files.js';

describe('files', () => {
  it('says which folder is missing or is no folder', () => {
    withFolder({ file: 'x' }, (dir) => {
      expect(() => checkFolder(dir, 'MNIST')).not.toThrow();
      expect(() => checkFolder(`${dir}/no`, 'MNIST')).toThrow(
        `Folder "${dir}/no" does not exist; expected the folder that holds MNIST.`,
      );
      expect(() => checkFolder(`${dir}/file`, 'MNIST')).toThrow(`"${dir}/file" is a file;`);
      expect(() => checkFolder(`${dir}/file/in`, 'MNIST')).toThrow('/file/in" does not exist;');
    });
  });

  it('finds the first spelling, or says what is there instead', () => {
    withFolder({ b: '', c: '' }, (dir) => {
      expect(findFile(dir, ['a', 'c', 'b'])).toBe(`${dir}/c`);
      expect(() => findFile(dir, ['a', 'd'])).toThrow(
        new DatasetError(`File a or d is missing in "${dir}", which holds b, c.`),
      );
    });
    withFolder({}, (dir) => {
      expect(() => findFile(dir, ['a'])).toThrow('which holds nothing.');
    });
  });

  it('reads plain and compressed files alike', () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    withFolder({ plain: bytes, packed: gzipSync(bytes) }, (dir) => {
      expect([...readBytes(`${dir}/plain`)]).toEqual([1, 2, 3]);
      expect([...readBytes(`${dir}/packed`)]).toEqual([1, 2, 3]);
    });
  });

  it('names a compressed file that is cut short or damaged', () => {
    const packed = gzipSync(new Uint8Array(1000).map((_, i) => (i * i) % 251));
    const damaged = packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte));
    withFolder({ short: packed.subarray(0, packed.length - 20), damaged }, (dir) => {
      expect(() => readBytes(`${dir}/short`)).toThrow(DatasetError);
      expect(() => readBytes(`${dir}/short`)).toThrow(
        `"${dir}/short" (${packed.length - 20} bytes) is truncated or damaged: unexpected end of file`,
      );
      expect(() => readBytes(`${dir}/damaged`)).toThrow('incorrect data check');
    });
  });

  it('stops a small file that grows without end', () => {
    withFolder({ bomb: gzipSync(new Uint8Array(1e6)) }, (dir) => {
      expect(readBytes(`${dir}/bomb`, 1e6)).toHaveLength(1e6);
      expect(() => readBytes(`${dir}/bomb`, 999_999)).toThrow(DatasetError);
      expect(() => readBytes(`${dir}/bomb`, 999_999)).toThrow(
        /bomb" \(\d+ bytes\) decompresses to more than 999999 bytes/,
      );
    });
  });

  it('turns what the system refuses into a DatasetError', () => {
    withFolder({}, (dir) => {
      expect(() => readBytes(dir)).toThrow(DatasetError);
      expect(() => readBytes(dir)).toThrow(`Cannot read "${dir}"`);
    });
  });

  it('reads class names and counts them', () => {
    withFolder({ names: 'cat\r\ndog\n\n' }, (dir) => {
      expect(readClassNames(`${dir}/names`, 2)).toEqual(['cat', 'dog']);
      expect(readClassNames(`${dir}/none`, 2)).toBeUndefined();
      expect(() => readClassNames(`${dir}/names`, 3)).toThrow('holds 2 class names; expected 3');
    });
  });
});
