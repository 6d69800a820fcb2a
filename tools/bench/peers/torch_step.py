"""GNP training steps in PyTorch on the CPU, for `npm run bench -- peer`.

usage: torch_step.py MODEL PRECISION BATCH THREADS

Says in one line of JSON what it built; then, for each line of standard input, takes one step of that
rule ("gnp" or "plain") and answers with its time and loss, or measures the rate of matrix products
("rate"). The networks, their numbers of parameters, optimizer and rule are those of our side.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

name, precision, batch, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(0)


class WideBlock(nn.Module):
    """Norm, ReLU, convolution, twice; the shortcut pools and appends channels of zeros."""

    def __init__(self, inside, outside, stride, shortcut_after_norm):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(inside), nn.BatchNorm2d(outside)
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.missing, self.stride = outside - inside, stride
        self.shortcut_after_norm = shortcut_after_norm

    def forward(self, x):
        activated = F.relu(self.norm1(x))
        shortcut = activated if self.shortcut_after_norm else x
        if self.stride > 1:
            shortcut = F.avg_pool2d(shortcut, self.stride)
        if self.missing > 0:
            shortcut = F.pad(shortcut, (0, 0, 0, 0, 0, self.missing))
        return shortcut + self.conv2(F.relu(self.norm2(self.conv1(activated))))


class WideResNet(nn.Module):
    def __init__(self, depth, width):
        super().__init__()
        blocks, inside = [], 16
        for stage in range(3):
            for index in range((depth - 4) // 6):
                outside = 16 * width * 2**stage
                stride = 2 if stage > 0 and index == 0 else 1
                blocks.append(WideBlock(inside, outside, stride, stage == 0 and index == 0))
                inside = outside
        self.stem = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.blocks = nn.Sequential(*blocks)
        self.norm, self.head = nn.BatchNorm2d(inside), nn.Linear(inside, 10)

    def forward(self, x):
        return self.head(F.relu(self.norm(self.blocks(self.stem(x)))).mean((2, 3)))


class BasicBlock(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1)
        self.norm1, self.norm2 = nn.BatchNorm2d(outside), nn.BatchNorm2d(outside)
        self.shortcut = nn.Identity()
        if stride > 1 or inside != outside:
            # a bias in the shortcut's convolution too, as in the papers' code
            conv = nn.Conv2d(inside, outside, 1, stride)
            self.shortcut = nn.Sequential(conv, nn.BatchNorm2d(outside))

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        blocks, inside = [], 16
        for stage in range(4):
            for index in range(2):
                outside = 64 * 2**stage
                blocks.append(BasicBlock(inside, outside, 2 if stage > 0 and index == 0 else 1))
                inside = outside
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16))
        self.blocks, self.head = nn.Sequential(*blocks), nn.Linear(inside, 10)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean((2, 3)))


class EncoderBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-6), nn.LayerNorm(width, 1e-6)
        self.maps, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp1, self.mlp2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def drop(self, x):
        return F.dropout(x, 0.1, self.training)

    def forward(self, x):
        images, tokens, width = x.shape
        split = (images, tokens, 3, self.heads, width // self.heads)
        q, k, v = self.maps(self.norm1(x)).view(split).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
        y = self.drop(torch.softmax(scores, -1)) @ v
        x = x + self.drop(self.out(y.transpose(1, 2).reshape(images, tokens, width)))
        hidden = F.gelu(self.mlp1(self.norm2(x)), approximate="tanh")
        return x + self.drop(self.mlp2(self.drop(hidden)))


class ViT(nn.Module):
    def __init__(self, width, depth, heads):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, 4)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(0.02 * torch.randn(1, 65, width))
        self.blocks = nn.Sequential(*[EncoderBlock(width, heads) for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(width, 1e-6), nn.Linear(width, 10)
        nn.init.zeros_(self.head.weight)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.position
        return self.head(self.norm(self.blocks(F.dropout(x, 0.1, self.training)))[:, 0])


networks = {
    "wideresnet-16-4": lambda: WideResNet(16, 4),
    "resnet18": ResNet18,
    "vit-ti16": lambda: ViT(192, 12, 3),
}
network = networks[name]()
transformer = name.startswith("vit")
images = torch.randn(batch, 3, 32, 32)
if not transformer:
    network = network.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
labels = torch.arange(batch) % 10
parameters = list(network.parameters())
if transformer:
    optimizer = torch.optim.AdamW(parameters, 1e-3, weight_decay=0.3)
else:
    optimizer = torch.optim.SGD(parameters, 0.1, momentum=0.9, nesterov=True, weight_decay=1e-3)


def gradients():
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
        logits = network(images)
    loss = F.cross_entropy(logits.float(), labels)
    loss.backward()
    return loss.item()


def step(rule):
    loss = gradients()
    if rule == "gnp":
        first = [p.grad for p in parameters]
        norm = math.sqrt(sum(g.square().sum().item() for g in first))
        kept = [p.data for p in parameters]
        for p, g in zip(parameters, first):
            p.data = p.data + g * (0.1 / norm)
        gradients()
        for p, value, g in zip(parameters, kept, first):
            p.data = value
            p.grad.mul_(0.8).add_(g, alpha=0.2)
    nn.utils.clip_grad_norm_(parameters, 5.0)
    optimizer.step()
    return loss


def matmul_rate():
    """Floating-point operations a second of a large product: the best of ten."""
    size, dtype = 2048, torch.bfloat16 if precision == "bf16" else torch.float32
    a, b = torch.randn(size, size).to(dtype), torch.randn(size, size).to(dtype)
    best = math.inf
    for _ in range(10):
        start = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


def peak_mebibytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def answer(**values):
    print(json.dumps(values), flush=True)


count = sum(p.numel() for p in parameters)
answer(parameters=count, version=f"PyTorch {torch.__version__}")
for line in sys.stdin:
    command = line.strip()
    if command == "rate":
        answer(rate=matmul_rate())
    elif command == "memory":
        answer(mebibytes=peak_mebibytes())
    else:
        start = time.perf_counter()
        loss = step(command)
        answer(milliseconds=1000 * (time.perf_counter() - start), loss=loss)
