import { enableProdMode, engine } from '@tensorflow/tfjs-core';
import { findModel, registerModel } from '@gnp/models';
import { gnp } from '../../testing/gnp.js';

// the figures of a model of one's own are not known: it is built for them
registerModel({ ...findModel('resnet8'), name: 'own-resnet8' });
// each command begins without a backend, as in a process of its own
beforeEach(() => {
  engine().reset();
  enableProdMode();
});

test('a model of one’s own is listed with its figures', async () => {
  const { status, out } = await gnp('models', 'own-*');
  expect(status).toBe(0);
  expect(out).toMatch(/own-resnet8 +78k/);
});

test('a model of one’s own has its row in the page', async () => {
  const { status, out } = await gnp('models', '--markdown');
  expect(status).toBe(0);
  expect(out).toMatch(/`own-resnet8` .* 78,042 /);
});

test('a model has its options listed, with default and meaning', async () => {
  const { status, out } = await gnp('models', 'ResNet8');
  expect(status).toBe(0);
  expect(out).toMatch(/zeroInitResidual +false +residual blocks begin as the identity/);
});
