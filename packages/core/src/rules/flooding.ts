import { number } from '@gnp/options';
import { defineRule, gradientsApart, minus, mix, sign } from '../kit.js';

/**
 * Keeps the data loss ℓ from falling below a level, by the loss |ℓ - b| + b: descends above the level,
 * ascends below it, g = sign(ℓ(θ) - b) ∇ℓ(θ). A penalty that the loss function gives apart is not
 * flooded: it is neither compared with the level nor ever ascended. One pass a step.
 *
 * With learning rate η an ascent step followed by a descent step moves θ by -η² [∇ℓ(θ + η∇ℓ) -
 * ∇ℓ(θ)]/η: one step on the difference that `forwardDifference` with ε = η adds (Karakida et al.,
 * ICML 2023).
 *
 * Ishida et al., "Do We Need Zero Training Loss After Achieving Zero Training Error?", ICML 2020,
 * arXiv 2002.08709.
 */
export const flooding = defineRule({
  name: 'flooding',
  title: 'Flooding',
  paper: 'Ishida et al., ICML 2020, arXiv 2002.08709',
  formula: 'g = sign(ℓ(θ) - b) ∇ℓ(θ), ℓ the data loss',
  use: 'Penalises the gradient norm at the cost of plain training, once the loss has reached the level.',
  options: { level: number('flood level b of the data loss; 0 to 0.2') },
  *step({ level }) {
    const { data, penalty } = yield* gradientsApart();
    return mix([sign(minus(data.loss, level)), data], [1, penalty]);
  },
});
