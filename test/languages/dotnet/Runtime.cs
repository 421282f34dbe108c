// Stands in for Amazon.JSII.Runtime, of which the generated sources use this much. Nothing of it runs.
using System;

namespace Amazon.JSII.Runtime
{
    public static class Configuration
    {
        public static bool RuntimeTypeChecking { get; set; }
    }
}

namespace Amazon.JSII.Runtime.Deputy
{
    public class ByRefValue { }

    public class DeputyProps
    {
        public DeputyProps(object[] arguments = null) { }
    }

    public abstract class DeputyBase
    {
        protected DeputyBase(DeputyProps props = null) { }
        protected DeputyBase(ByRefValue reference) { }

        public T UnsafeCast<T>() where T : class => null;

        protected T GetInstanceProperty<T>() => default(T);
        protected void SetInstanceProperty<T>(T value) { }
        protected static T GetStaticProperty<T>(Type type) => default(T);
        protected T InvokeInstanceMethod<T>(Type[] types, object[] arguments) => default(T);
        protected void InvokeInstanceVoidMethod(Type[] types, object[] arguments) { }
        protected static T InvokeStaticMethod<T>(Type type, Type[] types, object[] arguments) => default(T);
        protected static void InvokeStaticVoidMethod(Type type, Type[] types, object[] arguments) { }
    }

    public class JsiiByValueAttribute : Attribute
    {
        public JsiiByValueAttribute(string fqn) { }
    }

    public class JsiiClassAttribute : Attribute
    {
        public JsiiClassAttribute(Type nativeType, string fullyQualifiedName, string parametersJson = null) { }
    }

    public class JsiiEnumAttribute : Attribute
    {
        public JsiiEnumAttribute(Type nativeType, string fullyQualifiedName) { }
    }

    public class JsiiEnumMemberAttribute : Attribute
    {
        public JsiiEnumMemberAttribute(string name) { }
    }

    public class JsiiInterfaceAttribute : Attribute
    {
        public JsiiInterfaceAttribute(Type nativeType, string fullyQualifiedName) { }
    }

    public class JsiiMethodAttribute : Attribute
    {
        public JsiiMethodAttribute(
            string name, string returnsJson = null, string parametersJson = null, bool isOverride = false) { }
    }

    public class JsiiOptionalAttribute : Attribute { }

    public class JsiiPropertyAttribute : Attribute
    {
        public JsiiPropertyAttribute(
            string name, string typeJson, bool isOptional = false, bool isOverride = false) { }
    }

    public class JsiiTypeProxyAttribute : Attribute
    {
        public JsiiTypeProxyAttribute(Type nativeType, string fullyQualifiedName) { }
    }

    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public class JsiiAssemblyAttribute : Attribute
    {
        public JsiiAssemblyAttribute(string name, string version, string tarball) { }
    }
}

namespace Newtonsoft.Json.Linq
{
    public class JObject { }
}
