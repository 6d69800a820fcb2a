/** Names under which the fused kernels are registered; tfjs-core has none for them. */
export const BatchNormTraining = 'OnednnBatchNormTraining';
export const BatchNormTrainingGrad = 'OnednnBatchNormTrainingGrad';
export const LayerNormTraining = 'OnednnLayerNormTraining';
export const LayerNormTrainingGrad = 'OnednnLayerNormTrainingGrad';
export const Gelu = 'OnednnGelu';
export const GeluGrad = 'OnednnGeluGrad';
export const AddScaled = 'OnednnAddScaled';
