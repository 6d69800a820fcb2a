"""Batches of PyTorch's DataLoader with torchvision's transforms, for `npm run bench -- data`.

usage: torch_loader.py images|files DIR COUNT BATCH WORKERS

DIR holds class folders; "-" means noise, for images of 32x32 in memory. Says in one line of JSON what it is; then,
for each line of standard input, goes through COUNT images and answers with the time that took.
"""
import glob
import json
import os
import sys
import time

import numpy
import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import datasets, transforms
from torchvision.transforms import InterpolationMode

kind, folder = sys.argv[1:3]
count, batch, workers = (int(text) for text in sys.argv[3:6])
torch.set_num_threads(1)


class InMemory(Dataset):
    """As torchvision's CIFAR10: an array, of which each image is made a PIL image as it is asked for."""

    def __init__(self, data, transform):
        self.data, self.transform = data, transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.transform(Image.fromarray(self.data[index])), 0


def pixels():
    if folder == "-":
        return numpy.random.default_rng(0).integers(0, 256, (count, 32, 32, 3), numpy.uint8)
    paths = sorted(path for path in glob.glob(os.path.join(folder, "**"), recursive=True) if os.path.isfile(path))
    return numpy.stack([numpy.asarray(Image.open(path).convert("RGB")) for path in paths[:count]])


if kind == "images":
    transform = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomCrop(32, padding=4, padding_mode="reflect"),
            transforms.PILToTensor(),
        ]
    )
    dataset = InMemory(pixels(), transform)
else:
    transform = transforms.Compose(
        [
            transforms.RandomResizedCrop(224, interpolation=InterpolationMode.BICUBIC),
            transforms.RandomHorizontalFlip(),
            transforms.PILToTensor(),
        ]
    )
    found = datasets.ImageFolder(folder, transform)
    dataset = Subset(found, [i % len(found) for i in range(count)])

# threads of its own live on between epochs, as ours do
loader = DataLoader(dataset, batch, shuffle=True, num_workers=workers, persistent_workers=workers > 0)


def answer(**values):
    print(json.dumps(values), flush=True)


answer(version=f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}")
for _ in sys.stdin:
    start = time.perf_counter()
    loaded = sum(len(images) for images, _ in loader)
    answer(images=loaded, milliseconds=1000 * (time.perf_counter() - start))
