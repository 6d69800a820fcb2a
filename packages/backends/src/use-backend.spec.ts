import * as tf from '@tensorflow/tfjs-core';
import { findOnednn } from '@gnp/backend-onednn';
import type { BackendCandidate, BackendStatus } from './backend-candidate.js';
import { wasm } from './candidates/wasm.js';
import { describeBackends } from './describe-backends.js';
import { useBackend, useBackendOf } from './use-backend.js';

const absent: BackendCandidate = {
  name: 'absent',
  description: 'a backend that is not installed',
  automatic: true,
  find: () => ({ available: false, reason: 'It is not installed.', install: 'npm i absent' }),
  prepare: () => Promise.reject(new Error('never prepared')),
  configure: () => [],
};

const describeOnednn = findOnednn().available ? describe : describe.skip;

// where tensorflow was built, it would come first
const { GNP_TFJS_NODE } = process.env;
beforeAll(() => void delete process.env.GNP_TFJS_NODE);
afterAll(() => {
  if (GNP_TFJS_NODE) process.env.GNP_TFJS_NODE = GNP_TFJS_NODE;
});

describe('useBackend', () => {
  it('takes onednn by default where its library is installed, else wasm, saying why', async () => {
    const { name, skipped } = await useBackend();
    expect(tf.getBackend()).toBe(name);
    const reason = expect.stringMatching(/Install oneDNN/);
    expect({ name, skipped }).toEqual(
      findOnednn().available
        ? { name: 'onednn', skipped: [] }
        : { name: 'wasm', skipped: [{ name: 'onednn', reason }] },
    );
  });

  it('prepares wasm by name and reports it', async () => {
    const report = await useBackend('wasm');
    expect(report).toMatchObject({ name: 'wasm', version: '4.22.0', skipped: [] });
    expect(report.notes.join(' ')).toMatch(/one thread.*Conv2DBackpropFilter/is);
  });

  it('selects cpu by name, and wasm again', async () => {
    expect((await useBackend('cpu')).name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    await useBackend('wasm');
    expect(tf.getBackend()).toBe('wasm');
  });

  it('names the valid backends when asked for an unknown one', async () => {
    await expect(useBackend('wsam')).rejects.toThrow(
      "There is no backend 'wsam'; choose 'auto' or one of 'onednn', 'tensorflow', 'wasm', 'cpu'.",
    );
  });

  it('says why auto passed over an earlier candidate', async () => {
    const report = await useBackendOf([absent, wasm], 'auto', {});
    expect(report.name).toBe('wasm');
    expect(report.skipped).toEqual([
      {
        name: 'absent',
        reason:
          "The backend 'absent' is not available: It is not installed. To install it: npm i absent",
      },
    ]);
  });

  it('fails with every reason when no candidate works', async () => {
    await expect(useBackendOf([absent], 'auto', {})).rejects.toThrow(
      /No backend works here. absent: .* npm i absent/,
    );
  });

  it('refuses threads and precisions that a backend has not', async () => {
    await expect(useBackend('wasm', { threads: 2 })).rejects.toThrow(
      "'wasm' has one thread in Node",
    );
    await expect(useBackend('cpu', { precision: 'bf16' })).rejects.toThrow("needs 'onednn'");
    await expect(useBackend('wasm', { threads: 0 })).rejects.toThrow('threads is 0');
    await expect(useBackend('wasm', { grain: 'fine' })).rejects.toThrow(
      "the grain 'fine' needs 'onednn'",
    );
    expect((await useBackend('wasm', { threads: 1, precision: 'f32' })).name).toBe('wasm');
  });

  describeOnednn('with onednn', () => {
    it('sets its threads', async () => {
      const { settings, notes, precision } = await useBackend('onednn', { threads: 1 });
      expect(settings).toEqual(['Threads: 1, grain medium; precision f32.']);
      expect(notes).toEqual(settings);
      expect(precision).toBe('f32');
    });
  });

  it('fails when a backend asked for by name is not installed', async () => {
    await expect(useBackendOf([absent], 'absent', {})).rejects.toThrow('It is not installed.');
  });
});

describe('describeBackends', () => {
  it('lists the known backends with what was found', async () => {
    const statuses = await describeBackends();
    expect(statuses.map(({ name }) => name)).toEqual(['onednn', 'tensorflow', 'wasm', 'cpu']);
    expect(statuses[2]).toMatchObject({ available: true, automatic: true, version: '4.22.0' });
    expect(statuses[3]).toMatchObject({ available: true, automatic: false, version: '4.22.0' });
  });

  it('says how to bring what is missing', async () => {
    const statuses = await describeBackends();
    const says = ({ reason = '', install = reason }: BackendStatus) =>
      reason.endsWith('.') && /npm install |Install oneDNN/.test(install);
    expect(statuses.map((status) => status.available || says(status))).toEqual(Array(4).fill(true));
  });
});
