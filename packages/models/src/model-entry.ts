import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Options } from '@gnp/options';
import type { BuildOptions } from './task-options.js';

/** One model of the registry. */
export interface ModelEntry<O extends Options = Options> {
  /** Lower case, words joined by `-`: 'resnet18'. */
  readonly name: string;
  /** The family it belongs to: 'ResNet'. */
  readonly family: string;
  /** One line on what sets it apart. */
  readonly summary: string;
  /** Where it was published. */
  readonly paper: { readonly title: string; readonly url: string };
  /** Image height and width in pixels when none is asked for. */
  readonly imageSize: number;
  /** The options that it takes besides those of the task. */
  readonly options: O;
  /** Builds it, with freshly initialised weights. */
  build(options: BuildOptions<O>): LayersModel;
}
