import { renderProfile } from './profile-table.js';

const plain = { bold: (t: string) => t, dim: (t: string) => t, green: (t: string) => t };
const kernel = (kernelName: string, milliseconds: number, operations?: number) => ({
  kernelName,
  calls: 4,
  milliseconds,
  operations,
  bytes: 8e6,
});

test('shows time, share and speed of each kernel, and what is outside of them', () => {
  const profile = {
    milliseconds: 20,
    kernels: [kernel('Conv2D', 10, 5e9), kernel('Add', 5)],
    fallbacks: { Einsum: { calls: 2, largestSize: 7 } },
  };
  expect(renderProfile(profile, 2, plain).split('\n')).toEqual([
    'kernel               calls   ms/step   share   GFLOP/s      GB/s',
    'Conv2D                   2       5.0   50.0%     500.0       0.8',
    'Add                      2       2.5   25.0%                 1.6',
    'outside of kernels               2.5   25.0%',
    '',
    'Fell back to the cpu kernels: Einsum (2 calls, up to 7 elements).',
  ]);
});

test('sums up what is beyond twenty kernels', () => {
  const kernels = Array.from({ length: 23 }, (_, i) => kernel(`Kernel${i}`, 1));
  const lines = renderProfile({ milliseconds: 46, kernels }, 1, plain).split('\n');
  expect(lines).toHaveLength(1 + 20 + 2);
  expect(lines[21]).toMatch(/^3 others +12 +3\.0 +6\.5%$/);
});
