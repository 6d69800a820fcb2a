import { number } from '@gnp/options';

/** What the finite-difference penalties of the squared gradient norm have in common. */
export const difference = {
  paper: 'Karakida et al., ICML 2023, arXiv 2210.02720',
  options: {
    gamma: number('strength of the penalty (γ/2)‖∇L‖²; 1e-4 to 1e-1'),
    epsilon: number('step of the difference along the gradient, above 0; 0.01 to 0.5', {
      above: 0,
    }),
  },
} as const;
