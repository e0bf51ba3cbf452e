"""Published data sets. Nothing is fetched unless a target that is built needs it."""

load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive", "http_file")

_MNIST_FOLDERS = [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
]

# Repository -> file and its SHA-256 checksum.
_MNIST = {
    "mnist_train_images": (
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    "mnist_train_labels": (
        "train-labels-idx1-ubyte.gz",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    "mnist_t10k_images": (
        "t10k-images-idx3-ubyte.gz",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    "mnist_t10k_labels": (
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
}

# The authors' repository, then their first place. They publish MD5; these checksums are those that
# several independent projects publish for the same files.
_FASHION_FOLDERS = [
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
]

_FASHION_MNIST = {
    "fashion_mnist_train_images": (
        "train-images-idx3-ubyte.gz",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ),
    "fashion_mnist_train_labels": (
        "train-labels-idx1-ubyte.gz",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    ),
    "fashion_mnist_t10k_images": (
        "t10k-images-idx3-ubyte.gz",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    ),
    "fashion_mnist_t10k_labels": (
        "t10k-labels-idx1-ubyte.gz",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
}

def infoflow_datasets():
    """Declares MNIST, Fashion-MNIST and CIFAR-10."""
    for files, folders in ((_MNIST, _MNIST_FOLDERS), (_FASHION_MNIST, _FASHION_FOLDERS)):
        for name in files:
            file, sha256 = files[name]
            http_file(
                name = name,
                downloaded_file_path = file,
                sha256 = sha256,
                urls = [folder + file for folder in folders],
            )
    http_archive(
        name = "cifar10",
        build_file_content = """filegroup(
    name = "batches",
    srcs = glob(["*.bin"]),
    visibility = ["//visibility:public"],
)
""",
        sha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        strip_prefix = "cifar-10-batches-bin",
        urls = ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
    )
