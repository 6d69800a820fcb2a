import * as models from '@gnp/models';
import type { layers, LayersModel } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/** Names under which models that are saved know the layers of `@gnp/models`. */
const ours = new Set(
  Object.values(models).flatMap((value) => {
    const { className } = value as { readonly className?: unknown };
    return typeof className === 'string' ? [className] : [];
  }),
);

/**
 * What must be imported before a saved model can be loaded: `@gnp/models` where it has layers of that package, and the
 * modules of one's own that its run imported, which may have others.
 */
export function neededModules(model: LayersModel, imports: readonly string[] = []): string[] {
  const names = layersIn(model).map((layer) => layer.getClassName());
  return [...(names.some((name) => ours.has(name)) ? ['@gnp/models'] : []), ...imports];
}

/** With those of models that are layers. */
function layersIn(model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) =>
    'layers' in layer ? layersIn(layer as unknown as LayersModel) : [layer],
  );
}
