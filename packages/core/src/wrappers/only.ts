import type { Tensor } from '@tensorflow/tfjs-core';
import { isSelected } from '@gnp/options';
import type { Selection } from '@gnp/options';
import { checkSaveable } from '../contract/rule-config.js';
import type { Rule, RuleConfig } from '../contract/rule.js';

/**
 * A rule that perturbs some of the parameters only, norm layers or the last ones for example; radii
 * are measured over these, and exact penalties are of their gradient's norm. All parameters follow the
 * combined gradient, and inner products that combine gradients run over all of them.
 *
 * Mueller et al., "Normalization Layers Are All That Sharpness-Aware Minimization Needs", NeurIPS
 * 2023, arXiv 2306.04226, perturb norm layers only.
 *
 * @example `only(sam({ rho: 0.5 }), '*gamma')`
 *
 * @throws RangeError at the first step that perturbs, if no parameter is selected
 */
export function only(rule: Rule, selection: Selection<Tensor>): Rule {
  return perturbing(rule, selection, () => configOf('only', rule, selection));
}

/**
 * A rule that does not perturb some of the parameters, embeddings for example; as {@link only} with
 * the others.
 *
 * @throws RangeError if all parameters are excluded: at once for the pattern `*`, else at the first
 *   step that perturbs
 */
export function exclude(rule: Rule, selection: Selection<Tensor>): Rule {
  if ([selection].flat().includes('*')) {
    throw new RangeError(
      `'*' excludes every parameter: nothing is left for '${rule.name}' to perturb.`,
    );
  }
  return perturbing(
    rule,
    (name, parameter) => !isSelected(selection, name, parameter),
    () => configOf('exclude', rule, selection),
  );
}

function perturbing(rule: Rule, selection: Selection<Tensor>, config: () => RuleConfig): Rule {
  return {
    ...rule,
    run: (turn) => rule.run({ ...turn, perturbs: [...turn.perturbs, selection] }),
    config,
  };
}

function configOf(name: string, rule: Rule, selection: Selection<Tensor>): RuleConfig {
  checkSaveable(`What '${name}' selects`, selection);
  return { name, options: { selection }, rule: rule.config() };
}
