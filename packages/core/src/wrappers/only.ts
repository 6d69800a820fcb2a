import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { GradientRule } from '../gradient-rule.js';
import { mapOracle } from '../oracle.js';
import type { Offset } from '../oracle.js';
import { isSelected } from './selection.js';
import type { Selection } from './selection.js';

/**
 * A rule that perturbs some of the parameters only, norm layers or the last ones for example; radii
 * are measured over these. All parameters follow the combined gradient: it is the gradient of the
 * penalty on ‖∇L‖ over the selected parameters, also of the exact one.
 *
 * Mueller et al., "Normalization Layers Are All That Sharpness-Aware Minimization Needs", NeurIPS
 * 2023, arXiv 2306.04226, perturb norm layers only.
 *
 * @example `only(sam({ rho: 0.5 }), '*gamma')`
 *
 * @throws RangeError at the first step, if no parameter is selected
 */
export function only(rule: GradientRule, selection: Selection): GradientRule {
  return perturbing(rule, (name, parameter) => isSelected(selection, name, parameter));
}

/**
 * A rule that does not perturb some of the parameters, embeddings for example; as {@link only} with
 * the others.
 *
 * @throws RangeError at the first step, if all parameters are excluded
 */
export function exclude(rule: GradientRule, selection: Selection): GradientRule {
  return perturbing(rule, (name, parameter) => !isSelected(selection, name, parameter));
}

function perturbing(
  rule: GradientRule,
  selects: (name: string, parameter: NamedTensorMap[string]) => boolean,
): GradientRule {
  return {
    ...rule,
    apply(call) {
      const { oracle, parameters } = call;
      const names = Object.keys(parameters).filter((name) => selects(name, parameters[name]));
      if (names.length === 0) {
        const some = Object.keys(parameters).slice(0, 5).join(', ');
        throw new RangeError(
          `No parameter is left for '${rule.name}' to perturb; they are called ${some}, ….`,
        );
      }
      const selected = new Set(names);
      const pick = (tensors: NamedTensorMap): NamedTensorMap =>
        Object.fromEntries(Object.entries(tensors).filter(([name]) => selected.has(name)));
      const restricted = mapOracle(oracle, {
        offset: (offset) => pickFrom(offset, pick),
        withHessian: (inner, also = () => true) =>
          inner.withHessian((name) => selected.has(name) && also(name)),
      });
      return rule.apply({ ...call, oracle: restricted });
    },
  };
}

function pickFrom(offset: Offset, pick: (tensors: NamedTensorMap) => NamedTensorMap): Offset {
  const direction = pick(offset.direction);
  if ('scale' in offset) return { direction, scale: offset.scale };
  const { radius, measured } = offset;
  return { direction, radius, ...(measured && { measured: pick(measured) }) };
}
