// What ./reformer jshell begins with: the packages that a reader needs first.
import io.github.reformer4j.block.*;
import io.github.reformer4j.data.*;
import io.github.reformer4j.dl4j.*;
import io.github.reformer4j.generation.*;
import io.github.reformer4j.kernel.provider.*;
import io.github.reformer4j.model.*;
import io.github.reformer4j.op.*;
import io.github.reformer4j.reversible.*;
import io.github.reformer4j.training.*;
import io.github.reformer4j.zoo.*;
import org.nd4j.autodiff.samediff.*;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
