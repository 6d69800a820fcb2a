import { benchClients } from './clients/bench-clients.js';
import { benchContention } from './contention.js';
import { benchData } from './data/bench-data.js';
import { benchKernels } from './kernels/kernels.js';
import { benchLoop } from './loop.js';
import { benchMemory } from './memory.js';
import { benchBackends } from './peer/backends.js';
import { peerBench } from './peer/peer.js';
import { benchRules } from './rules.js';
import { benchTrainStep } from './train-step.js';

const usage = `usage: npm run bench -- NAME [options]

  step   one training step of ResNet-8 on each backend
  kernels  kernels on 2^20 elements, one thread, beside a plain copy
         --backends onednn,wasm,cpu  --only NAME
  peer   GNP steps beside PyTorch's, in one interleaved run
         --models wideresnet-16-4,resnet18,vit-ti16  --precisions f32,bf16
         --rounds 7  --batch 128  --threads N  --json FILE
  backends  GNP steps on each backend that is there, with the same threads, in turns
         --model wideresnet-16-4  --batch 32  --rounds 9  --threads N
  data   our loaders beside PyTorch's DataLoader: small images, photographs
         --cifar DIR  --photographs DIR  --only cifar,photographs  --rounds 9
         --images 10000  --files 600  --python COMMAND
  rules  a step of every gradient rule beside a plain one
         --model resnet8  --batch 128  --rounds 15  --backend auto
  loop   epochs by the trainer, run folder and all, beside a loop by hand
         --model resnet8  --batch 64  --epochs 5  --rounds 9  --backend auto
  memory  what a training holds on its way
         --model resnet8  --batch 64  --steps 2000  --backend auto
  clients  published packages with pretrained networks, on one thread
         --backends onednn,wasm  --rounds 15
  contention  training beside busy processes, by threads and grain
         --model resnet8  --size 8  --channels 1  --batch 64  --seconds 5  --rounds 3  --busy 0,1,2,4
         --settings all/fine,all/medium,all/coarse,1/medium,all/adaptive`;

const [name, ...args] = process.argv.slice(2);
if (name === 'step') benchTrainStep();
else if (name === 'kernels') await benchKernels(args);
else if (name === 'peer') await peerBench(args);
else if (name === 'backends') await benchBackends(args);
else if (name === 'data') await benchData(args);
else if (name === 'rules') await benchRules(args);
else if (name === 'loop') benchLoop(args);
else if (name === 'memory') await benchMemory(args);
else if (name === 'clients') await benchClients(args);
else if (name === 'contention') await benchContention(args);
else {
  console.log(usage);
  process.exitCode = name === undefined ? 0 : 2;
}
