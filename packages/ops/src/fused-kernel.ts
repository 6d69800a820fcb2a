import { engine, getKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';

/**
 * A kernel that does in one go what takes several of tfjs-core's. A backend that has it registers it
 * under `kernelName`, as it registers any other.
 */
export interface FusedKernel<
  InputName extends string,
  Attrs extends object,
  OptionalName extends string = never,
> {
  readonly kernelName: string;
  /** Never set: carries the types of the inputs' names and of the attributes. */
  readonly types?: {
    readonly inputs: Record<InputName, unknown>;
    readonly optional: Record<OptionalName, unknown>;
    readonly attrs: Attrs;
  };
}

/** The inputs of a kernel by name, those that may be left out among them. */
export type KernelInputs<Value, InputName extends string, OptionalName extends string> = Readonly<
  Record<InputName, Value>
> &
  Readonly<Partial<Record<OptionalName, Value>>>;

/**
 * Whether the current backend has a kernel and it may be used: below an outer gradient the fused
 * kernels, which have no second derivatives, give way to compositions that do.
 */
export function hasKernel({ kernelName }: { readonly kernelName: string }): boolean {
  const { backendName, state } = engine();
  return state.gradientDepth < 2 && getKernel(kernelName, backendName) !== undefined;
}

/** Runs a kernel that the current backend has. */
export function runKernel<
  InputName extends string,
  Attrs extends object,
  OptionalName extends string,
>(
  { kernelName }: FusedKernel<InputName, Attrs, OptionalName>,
  inputs: KernelInputs<Tensor, InputName, OptionalName>,
  attrs: Attrs,
): Tensor[] {
  const outputs = engine().runKernel(kernelName, inputs, attrs as unknown as NamedAttrMap);
  return Array.isArray(outputs) ? outputs : [outputs];
}
